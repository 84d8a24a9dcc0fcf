"""Names that the integration's parts share."""

from __future__ import annotations

from datetime import timedelta

DOMAIN = "evening_note"
DEFAULT_URL = "http://127.0.0.1:5005"
PATIENCE = 8.0
"""Seconds within which the coach answers; longer, and whoever asked thinks nobody is there."""
EVERY = timedelta(minutes=1)
"""How often it is seen to that the coach is there."""
