"""The evening notes of a server: its scheduler, with every way to tell people that the settings allow."""

from __future__ import annotations

from rasa_project.coach.content import Library
from rasa_project.memory.memory import Memory
from rasa_project.notes.delivery import Way
from rasa_project.notes.desktop import Desktop
from rasa_project.notes.push import WebPush
from rasa_project.notes.scheduler import NoteScheduler
from rasa_project.settings import Settings

NOTICE = "note.notice"
"""The moment at which the words of a notice stand in `frames.yml`."""


def evening_notes(memory: Memory, library: Library, chosen: Settings) -> NoteScheduler:
    """The scheduler of this process; it does nothing before it is started."""
    ways: list[Way] = [WebPush(memory.subscriptions, memory.vault.push_secret, chosen.push_contact)]
    if chosen.desktop_notice:
        ways.append(Desktop(next(frame.text for frame in library.frames if frame.moment == NOTICE)))
    return NoteScheduler(memory.deliveries, library.notes, ways, chosen.seed, memory.clock)
