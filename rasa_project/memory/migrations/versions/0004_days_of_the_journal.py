"""A row of the journal holds the entries of a day; those from before hold one each, and are read as they are.

A process with the code before this must not read such a row: it takes that memory for one that cannot be read, which agrees to nothing, until it is
started anew. The revision alone changes, so that after a restart it is refused.
"""

from __future__ import annotations

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Changes no table."""
