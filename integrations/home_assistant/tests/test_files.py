"""The files around the code: translations as the strings are, every rule of the quality scale judged, the blueprints as Home Assistant reads them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from awesomeversion import AwesomeVersion
from homeassistant.components.automation.config import AUTOMATION_BLUEPRINT_SCHEMA
from homeassistant.components.blueprint.models import Blueprint
from homeassistant.const import __version__
from homeassistant.util.yaml import load_yaml_dict

from custom_components.evening_note.const import DOMAIN

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "custom_components" / DOMAIN
BLUEPRINTS = sorted((ROOT / "blueprints" / "automation" / DOMAIN).glob("*.yaml"))
TOO_OLD = "Requires at least Home Assistant 2025.7.0"
RULES = {
    *("action-setup", "appropriate-polling", "brands", "common-modules", "config-flow", "config-flow-test-coverage", "dependency-transparency"),
    *("docs-actions", "docs-conditions", "docs-high-level-description", "docs-installation-instructions", "docs-removal-instructions"),
    *("docs-triggers", "entity-event-setup", "entity-unique-id", "has-entity-name", "runtime-data", "test-before-configure"),
    *("test-before-setup", "unique-config-entry", "action-exceptions", "config-entry-unloading", "docs-configuration-parameters"),
    *("docs-installation-parameters", "entity-unavailable", "integration-owner", "log-when-unavailable", "parallel-updates"),
    *("reauthentication-flow", "test-coverage", "async-dependency", "inject-websession", "strict-typing"),
}
"""Bronze, silver, and three of platinum."""


def test_the_english_translation_is_the_strings() -> None:
    strings = json.loads((FOLDER / "strings.json").read_text(encoding="utf-8"))
    assert json.loads((FOLDER / "translations" / "en.json").read_text(encoding="utf-8")) == strings


def test_every_field_of_a_form_is_explained() -> None:
    steps = json.loads((FOLDER / "strings.json").read_text(encoding="utf-8"))["config"]["step"]
    for step in steps.values():
        assert set(step["data"]) == set(step["data_description"])


def test_every_rule_of_the_quality_scale_is_judged_and_every_exemption_says_why() -> None:
    judged = load_yaml_dict(str(FOLDER / "quality_scale.yaml"))["rules"]
    assert set(judged) >= RULES
    for rule, status in judged.items():
        assert status == "done" or len(status["comment"].split()) >= 4, rule


def test_the_manifest_claims_no_more_than_the_quality_scale() -> None:
    manifest = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["domain"] == DOMAIN
    assert manifest["requirements"] == []
    assert "quality_scale" not in manifest  # two rules of bronze and silver wait for a public account


@pytest.mark.parametrize("file", BLUEPRINTS, ids=lambda file: file.stem)
def test_a_blueprint_is_one_that_home_assistant_reads(file: Path) -> None:
    blueprint = Blueprint(load_yaml_dict(str(file)), path=file.name, expected_domain="automation", schema=AUTOMATION_BLUEPRINT_SCHEMA)
    assert (blueprint.validate() or []) == ([] if AwesomeVersion(blueprint.metadata["homeassistant"]["min_version"]) <= __version__ else [TOO_OLD])
    assert "Evening" in blueprint.name


@pytest.mark.parametrize("file", BLUEPRINTS, ids=lambda file: file.stem)
def test_a_notice_says_nothing_of_what_it_is_about_and_shows_on_no_lock_screen(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count("message: Your evening note is ready.") == 1
    assert text.count("title: Evening") == 1
    assert text.count("visibility: secret") == 1


def test_there_are_blueprints() -> None:
    assert len(BLUEPRINTS) == 2
