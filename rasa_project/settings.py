"""The settings, in one place, from the environment (prefix EVENING_NOTE_). docs/reference/settings.md lists them."""

from __future__ import annotations

import re
import secrets
from functools import lru_cache
from pathlib import Path

from pydantic import BaseSettings, Field, SecretStr, ValidationError, validator

from rasa_project import paths
from rasa_project.errors import SettingsError

PREFIX = "EVENING_NOTE_"


class Settings(BaseSettings):
    """What can be set, with what holds when it is not."""

    host: str = Field(default="127.0.0.1", description="Address to serve on. 127.0.0.1 keeps the coach on this machine.")
    port: int = Field(default=5005, ge=0, le=65535, description="Port to serve on; 0 takes a free one.")
    model: Path | None = Field(default=None, description="Model file to load; by default the newest in models/.")
    country: str | None = Field(default=None, description="Country for help lines, two letters (GB, US, IE ...). Unset: the person is asked.")
    secret: SecretStr = Field(
        default_factory=lambda: SecretStr(secrets.token_urlsafe(32)),
        description="Signs session tokens and buttons. Unset: a new one at every start, so conversations end when the server stops. "
        "Several processes need the same.",
    )
    token_seconds: int = Field(default=3600, ge=60, le=86400, description="How long a session token is good for; the page renews it.")
    seed: str = Field(
        default_factory=lambda: secrets.token_hex(8),
        description="Makes the coach's choices repeatable. Unset: different at every start.",
    )
    longest_message: int = Field(default=4000, ge=100, le=4000, description="Characters of the longest message that is answered.")
    waiting_messages: int = Field(default=4, ge=1, le=100, description="Messages of one conversation that may wait; more get 429.")
    session_minutes: int = Field(default=60, ge=5, le=60, description="After how many idle minutes a conversation is forgotten.")
    conversations: int = Field(default=10_000, ge=10, description="Conversations held in memory at once; the longest idle go first.")
    sessions_a_minute: int = Field(default=60, ge=1, description="New sessions that one address may open in a minute; more get 429.")
    alexa_skill_id: str | None = Field(default=None, description="Id of your own Alexa skill; only with it there is an Alexa channel.")
    log_level: str = Field(
        default="WARNING", regex="^(DEBUG|INFO|WARNING|ERROR)$", description="How much is logged. What people say never is, at any level."
    )

    class Config:
        env_prefix = PREFIX
        case_sensitive = False
        frozen = True

    @validator("secret", pre=True)
    def _never_empty(cls, secret: str | SecretStr) -> str | SecretStr:
        given = secret.get_secret_value() if isinstance(secret, SecretStr) else str(secret)
        return secret if given.strip() else secrets.token_urlsafe(32)

    @validator("alexa_skill_id", pre=True)
    def _of_a_skill(cls, skill: str | None) -> str | None:
        if not skill:
            return None
        if not re.fullmatch(r"amzn1\.ask\.skill\.[0-9a-f-]{36}", skill):
            raise ValueError("is an id such as amzn1.ask.skill.01234567-89ab-cdef-0123-456789abcdef")
        return skill

    @validator("country", pre=True)
    def _two_letters(cls, country: str | None) -> str | None:
        if not country:
            return None
        if len(country) != 2 or not country.isalpha():
            raise ValueError("is two letters, such as GB")
        return country.upper()


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process. Raises SettingsError with one clear line."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = f"{PREFIX}{str(first['loc'][0]).upper()}"
        raise SettingsError(f"the setting {name} cannot be used: {first['msg']} (docs/reference/settings.md lists the settings)") from error


def newest_model() -> Path | None:
    """The model to load: the one that is set, else the newest in `models/`; None when there is none."""
    chosen = settings().model
    if chosen is not None:
        return chosen
    models = sorted(paths.MODELS.glob("*.tar.gz"), key=lambda model: model.stat().st_mtime)
    return models[-1] if models else None
