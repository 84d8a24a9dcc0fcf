"""The skill's manifest: what Amazon's review reads first, and what it may not promise."""

from __future__ import annotations

import json
import re

import pytest

from rasa_project.channels.alexa_model import interaction_model
from rasa_project.paths import ROOT

MANIFEST = json.loads((ROOT / "integrations" / "alexa" / "skill-package" / "skill.json").read_text())["manifest"]
LOCALES = MANIFEST["publishingInformation"]["locales"]


@pytest.fixture(scope="module")
def samples() -> set[str]:
    return {sample for intent in interaction_model()["interactionModel"]["languageModel"]["intents"] for sample in intent["samples"]}


def test_the_endpoint_is_the_channel_over_https_with_a_certificate_of_a_known_authority() -> None:
    endpoint = MANIFEST["apis"]["custom"]["endpoint"]
    assert endpoint["uri"].startswith("https://")
    assert endpoint["uri"].endswith("/webhooks/alexa/")
    assert endpoint["sslCertificateType"] == "Trusted"


def test_it_asks_for_nothing_and_is_not_for_children() -> None:
    assert MANIFEST["permissions"] == []
    privacy = MANIFEST["privacyAndCompliance"]
    assert not any(privacy[name] for name in ("isChildDirected", "containsAds", "allowsPurchases", "usesPersonalInfo"))
    assert set(privacy["locales"]) == set(LOCALES)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_example_phrases_are_the_models_own(locale: str, samples: set[str]) -> None:
    first, *others = LOCALES[locale]["examplePhrases"]
    assert first == "Alexa, open evening note"
    for phrase in others:
        asked = re.fullmatch(r"Alexa, ask evening note (.+)", phrase)
        assert asked
        assert asked[1] in samples


@pytest.mark.parametrize("locale", LOCALES)
def test_the_description_says_what_it_is_not_and_who_listens(locale: str) -> None:
    described = LOCALES[locale]["description"]
    for said in ("automated", "not a therapist", "no emergency service", "adults only", "voice history", "Anybody in the room"):
        assert said in described
    words = re.findall(r"[a-z]+", json.dumps(LOCALES[locale]).lower())
    assert not {"sex", "sexual", "heal", "cure", "treat", "guarantee"} & set(words)


def test_amazons_limits_are_kept() -> None:
    for locale in LOCALES.values():
        assert len(locale["name"]) <= 50
        assert len(locale["summary"]) <= 160
        assert len(locale["description"]) <= 4000
        assert len(locale["examplePhrases"]) <= 3
