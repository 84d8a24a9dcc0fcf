"""Forgetting one person touches the pages of that person alone: no index by day; and PostgreSQL clears up soon what was deleted.

A process with the code before this may run beside one with it; it only takes longer to let go of what is too old.
"""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"

CLEARED_UP = ("people", "journal", "saved", "notes", "deliveries", "subscriptions", "sessions")
SOON = {"autovacuum_vacuum_scale_factor": "0", "autovacuum_vacuum_threshold": "500"}
"""By default it waits for a fifth of all rows: in a large store what was forgotten would lie on for months, in the way of what is looked up."""


def upgrade() -> None:
    """Drops the indexes, and sets when PostgreSQL clears up."""
    op.drop_index("journal_day", "journal")
    op.drop_index("deliveries_day", "deliveries")
    if op.get_bind().dialect.name == "postgresql":
        settings = {"vacuum_index_cleanup": "on", **SOON, **{f"toast.{name}": value for name, value in SOON.items()}}
        for table in CLEARED_UP:
            op.execute(f"ALTER TABLE {table} SET ({', '.join(f'{name} = {value}' for name, value in settings.items())})")
