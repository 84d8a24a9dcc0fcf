"""What travels with a message and its reply inside the server, and never leaves it."""

from __future__ import annotations

PERSON, ZONE = "person", "zone"
"""In a message's metadata: whose memory it may use, and the sender's time zone."""
MEMORY_CHANGED = "memory_changed"
"""In a reply: this turn changed what is remembered. The gate takes it off."""
