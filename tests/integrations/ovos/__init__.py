"""The skill for Open Voice OS, run within a real OVOS core."""
