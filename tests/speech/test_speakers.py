"""What the speakers can do."""

from __future__ import annotations

from rasa_project.speech.speakers import SPEAKERS


def test_only_amazons_speaker_whispers() -> None:
    assert [name for name, speaker in SPEAKERS.items() if speaker.whispers] == ["alexa"]


def test_the_speaker_in_the_house_reads_text_and_never_speaks_unasked() -> None:
    assert not SPEAKERS["home_assistant"].markup
    assert not SPEAKERS["home_assistant"].asks_again
