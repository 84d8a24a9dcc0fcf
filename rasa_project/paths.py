"""Where things stand in the house."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The top of the checkout."""

CONFIG = ROOT / "config.yml"
DOMAIN = ROOT / "rasa_project" / "domain"
TRAINING_DATA = (ROOT / "data" / "nlu", ROOT / "data" / "rules", ROOT / "data" / "stories")
"""Rasa's data: three folders, not `data/`, because Rasa would take content files for its own."""

NLU = ROOT / "data" / "nlu"
COACHING = ROOT / "data" / "coaching"
REASONS_TOLD = ROOT / "data" / "meaning" / "reasons.yml"
REMARKS = ROOT / "data" / "meaning" / "remarks.yml"
TO_BE_SAID = ROOT / "data" / "meaning" / "to_be_said.yml"
REASONS_IN_WORDS = ROOT / "data" / "meaning" / "reasons_in_words.yml"
ALEXA_INTENTS = ROOT / "data" / "alexa" / "intents.yml"
SAFETY_PATTERNS = ROOT / "data" / "safety" / "patterns.yml"
SELF_TEST = ROOT / "rasa_project" / "nlu" / "self_test.yml"
SAFETY_READINGS = ROOT / "data" / "safety" / "readings.yml"
MODELS = ROOT / "models"
ENCODER = MODELS / "encoder"
TAGGER = MODELS / "tagger"
PARSED = ROOT / ".parsed" / "content.json"
"""The content as it was last parsed, made anew where it is missing."""
WIDGET = ROOT / "rasa_project" / "widget"
