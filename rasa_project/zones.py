"""Time zones by their IANA names, and what time it is there."""

from __future__ import annotations

from datetime import datetime, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

import tzlocal

LONGEST_NAME = 64


@lru_cache(maxsize=1024)
def is_zone(name: str) -> bool:
    """Whether a time zone of this name is known here."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, a path, or a name too long for one
        return False
    return 0 < len(name) <= LONGEST_NAME


@lru_cache(maxsize=1)
def machine_zone() -> str:
    """The zone this machine is set to; UTC where it names none."""
    name = tzlocal.get_localzone_name()
    return name if name and is_zone(name) else "UTC"


def local_time(zone: str | None) -> datetime:
    """What time it is now in a zone, in the machine's own where none or an unknown one is named."""
    return datetime.now(timezone.utc).astimezone(ZoneInfo(zone if zone is not None and is_zone(zone) else machine_zone()))
