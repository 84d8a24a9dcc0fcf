"""Whether Rasa's code is still the code that a change of ours was written for."""

from __future__ import annotations

import hashlib
import inspect
import logging
from collections.abc import Callable, Mapping
from typing import Any

logger = logging.getLogger(__name__)


def digest(function: Callable[..., Any]) -> str:
    """A fingerprint of a function's source: the first 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(inspect.getsource(function).encode()).hexdigest()[:16]


def is_known(code: Mapping[Callable[..., Any], str]) -> bool:
    """Whether all these functions are the ones whose digests are given. Where not, the change is left out and Rasa does it its own, slower way."""
    unknown = [function.__qualname__ for function, expected in code.items() if digest(function) != expected]
    if unknown:
        logger.warning("Rasa's code has changed (%s); it runs as it is, more slowly", ", ".join(unknown))
    return not unknown
