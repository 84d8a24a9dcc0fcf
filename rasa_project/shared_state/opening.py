"""Where the shared state lies, by the settings."""

from __future__ import annotations

from rasa_project.settings import Settings
from rasa_project.shared_state.in_process import InProcess
from rasa_project.shared_state.state import SharedState


def open_shared_state(chosen: Settings) -> SharedState:
    """In the Redis that is set, else in this process. Connects to nothing yet."""
    if chosen.redis is None:
        return InProcess(2 * chosen.conversations)
    from rasa_project.shared_state.on_redis import OnRedis  # a home's coach does without loading it

    return OnRedis(chosen.redis.get_secret_value(), chosen.secret.get_secret_value())
