"""What travels with a message and its reply inside the server, and never leaves it."""

from __future__ import annotations

PERSON, ZONE, OWN_SCREEN = "person", "zone", "own_screen"
"""In a message's metadata: whose memory it may use, the sender's time zone, and whether the channel reaches a screen of theirs."""
MEMORY_CHANGED = "memory_changed"
"""In a reply: this turn changed what is remembered. The gate takes it off."""
