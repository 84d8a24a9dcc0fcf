"""The settings, in one place, from the environment (prefix EVENING_NOTE_). docs/reference/settings.md lists them."""

from __future__ import annotations

import os
import re
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseSettings, Field, SecretStr, ValidationError, root_validator, validator

from rasa_project import paths
from rasa_project.errors import SettingsError
from rasa_project.zones import is_zone

PREFIX = "EVENING_NOTE_"
_SECRETS = ("secret", "database", "redis", "passphrase", "backup_passphrase")
POSTGRESQL = ("postgresql://", "postgresql+psycopg2://")
REDIS = ("redis://", "rediss://", "unix://")


def _data_directory() -> Path:
    """Where this person's programs keep their data, by the XDG convention."""
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "evening-note"


ORIGIN = re.compile(r"https?://(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(?::[0-9]{1,5})?", re.IGNORECASE)


class Settings(BaseSettings):
    """What can be set, with what holds when it is not."""

    host: str = Field(default="127.0.0.1", description="Address to serve on. 127.0.0.1 keeps the coach on this machine.")
    port: int = Field(default=5005, ge=0, le=65535, description="Port to serve on; 0 takes a free one.")
    model: Path | None = Field(default=None, description="Model file to load; by default the newest in models/.")
    country: str | None = Field(default=None, description="Country for help lines, two letters (GB, US, IE ...). Unset: the person is asked.")
    secret: SecretStr = Field(
        default_factory=lambda: SecretStr(secrets.token_urlsafe(32)),
        description="Signs session tokens and buttons. Unset: a server takes one from the memory's key, the same at each start. "
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
    conversations: int = Field(default=10_000, ge=10, description="Conversations held at once; the longest idle go first.")
    sessions_a_minute: int = Field(default=60, ge=1, description="New sessions that one address may open in a minute; more get 429.")
    messages_a_minute: int = Field(default=120, ge=1, description="Messages of one conversation in a minute; more get 429.")
    address_messages_a_minute: int = Field(default=1200, ge=1, description="Messages in the web channel from one address in a minute; more get 429.")
    proxies: int = Field(
        default=0, ge=0, le=10, description="Proxies in front that are trusted to add the address they were asked from to X-Forwarded-For. 0: none."
    )
    alexa_skill_id: str | None = Field(default=None, description="Id of your own Alexa skill; only with it there is an Alexa channel.")
    data_dir: Path = Field(default_factory=_data_directory, description="Folder for what is kept by consent, and for its key.")
    database: SecretStr | None = Field(
        default=None, description="Address of a PostgreSQL database (postgresql://...). Unset: a SQLite file in the data directory."
    )
    redis: SecretStr | None = Field(
        default=None, description="Address of a Redis (redis://...) that several processes of one coach have in common. Unset: one process."
    )
    passphrase: SecretStr | None = Field(
        default=None, description="Seals what is kept. Unset: a random key, in the system's keyring or else in a file of the data directory."
    )
    backup_passphrase: SecretStr | None = Field(
        default=None, description="Seals and opens backups where nobody is there to be asked for it. Unset: it is asked for."
    )
    timezone: str | None = Field(
        default=None, description="Time zone of people whose device names none (Europe/London). Unset: the one this machine is set to."
    )
    desktop_notice: bool = Field(default=False, description="Whether an evening note is also announced on this machine's own desktop.")
    push_contact: str = Field(
        default="https://example.org",
        regex=r"^(mailto:[^@\s]+@[^@\s]+|https://\S+)$",
        description="Where a browser's push service may write to about this server: mailto:... or https://...",
    )
    retention_days: int = Field(
        default=90, ge=1, le=3650, description="After how many days an entry of the journal goes, and everything of a person who did not come by."
    )
    origins: tuple[str, ...] = Field(
        default=(), description="Pages of other sites that may embed the widget, by origin (https://example.org), separated by commas. Unset: none."
    )
    secrets_dir: Path | None = Field(
        default=None,
        description="Folder with settings as files, each named as its variable (EVENING_NOTE_PASSPHRASE); a variable that is set goes first.",
    )
    log_level: str = Field(
        default="WARNING", regex="^(DEBUG|INFO|WARNING|ERROR)$", description="How much is logged. What people say never is, at any level."
    )

    class Config:
        env_prefix = PREFIX
        case_sensitive = False
        frozen = True

        @classmethod
        def parse_env_var(cls, field_name: str, raw_val: str) -> tuple[str, ...]:
            """Lists are written with commas; pydantic asks this for nothing else."""
            return tuple(filter(None, map(str.strip, raw_val.split(","))))

    @root_validator(pre=True)
    def _empty_secrets_are_unset(cls, values: dict[str, Any]) -> dict[str, Any]:
        """An empty line in an environment file means "not set"; nothing is ever signed or sealed with nothing."""
        return {name: value for name, value in values.items() if name not in _SECRETS or _plain(value).strip()}

    @validator("database")
    def _of_a_kind_that_is_known(cls, database: SecretStr | None) -> SecretStr | None:
        if database is not None and not database.get_secret_value().startswith(POSTGRESQL):
            raise ValueError("begins with postgresql://")
        return database

    @validator("redis")
    def _of_a_redis(cls, redis: SecretStr | None) -> SecretStr | None:
        if redis is not None and not redis.get_secret_value().startswith(REDIS):
            raise ValueError("begins with redis://, rediss:// or unix://")
        return redis

    @validator("timezone")
    def _known_here(cls, zone: str | None) -> str | None:
        if zone and not is_zone(zone):
            raise ValueError("is no time zone that is known here, such as Europe/London")
        return zone or None

    @validator("data_dir")
    def _home_may_be_written_short(cls, folder: Path) -> Path:
        return folder.expanduser()

    @property
    def has_own_secret(self) -> bool:
        """Whether the secret was set, not made up for this process."""
        return "secret" in self.__fields_set__

    @validator("origins", each_item=True)
    def _an_origin(cls, origin: str) -> str:
        if not ORIGIN.fullmatch(origin):
            raise ValueError("is a list of origins, such as https://example.org, without a path or a *")
        return origin.lower()

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


def _secrets_folder() -> Path | None:
    """Where secrets lie as files, if that is set. Raises SettingsError when it is not there: nothing is served without its secrets."""
    named = next((value for name, value in os.environ.items() if name.upper() == f"{PREFIX}SECRETS_DIR"), "")
    if not named:
        return None
    if not Path(named).is_dir():
        raise SettingsError(
            f"the setting {PREFIX}SECRETS_DIR cannot be used: there is no such folder (docs/reference/settings.md lists the settings)"
        )
    return Path(named)


def _plain(value: object) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value or "")


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process. Raises SettingsError with one clear line."""
    try:
        where: dict[str, Any] = {"_secrets_dir": _secrets_folder()}  # pydantic's own name for it
        return Settings(**where)
    except OSError as error:
        raise SettingsError(f"a file in the folder of {PREFIX}SECRETS_DIR cannot be read ({error.strerror})") from error
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
