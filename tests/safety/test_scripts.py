"""Whole conversations around danger, in text and aloud, through gate, model, rules, actions and coach."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
import yaml

from rasa_project.channels.gate import Gate
from tests.conversations.test_conversations import hold

pytestmark = pytest.mark.model

SCRIPTS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "scripts.yml").read_text(encoding="utf-8"))["conversations"]


@pytest.mark.parametrize("script", [pytest.param(script, id=script["name"]) for script in SCRIPTS])
def test_script(script: dict[str, Any], gate: Gate) -> None:
    asyncio.run(hold({**script, "name": f"safety script: {script['name']}"}, gate))


def test_there_are_enough_scripts_in_text_and_aloud() -> None:
    assert len(SCRIPTS) >= 60
    assert sum(script.get("channel") == "voice" for script in SCRIPTS) >= 12
    assert len({script["name"] for script in SCRIPTS}) == len(SCRIPTS)
