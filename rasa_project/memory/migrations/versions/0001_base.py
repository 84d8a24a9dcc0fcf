"""People, what they agreed to keep, and their evening notes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Makes the first tables."""
    op.create_table(
        "vault",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("generation", sa.LargeBinary, nullable=False),
        sa.Column("salt", sa.LargeBinary, nullable=False),
        sa.Column("store_key", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "people",
        sa.Column("id", sa.LargeBinary, primary_key=True),
        sa.Column("data_key", sa.LargeBinary, nullable=False),
        sa.Column("delivery_key", sa.LargeBinary, nullable=False),
        sa.Column("record", sa.LargeBinary, nullable=False),
        sa.Column("attempts", sa.LargeBinary),
        sa.Column("day", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("people_day", "people", ["day"])
    op.create_table(
        "journal",
        _person(),
        sa.Column("id", sa.LargeBinary, primary_key=True),
        sa.Column("day", sa.LargeBinary, nullable=False),
        sa.Column("entry", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("journal_day", "journal", ["day"])
    op.create_table(
        "saved",
        _person(),
        sa.Column("id", sa.LargeBinary, primary_key=True),
        sa.Column("line", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "notes",
        _person(),
        sa.Column("next_at", sa.BigInteger),
        sa.Column("record", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("notes_next_at", "notes", ["next_at"])
    op.create_table(
        "deliveries",
        _person(),
        sa.Column("day", sa.LargeBinary, primary_key=True),
        sa.Column("note", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("deliveries_day", "deliveries", ["day"])
    op.create_table(
        "subscriptions",
        _person(),
        sa.Column("id", sa.LargeBinary, primary_key=True),
        sa.Column("subscription", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )


def _person() -> sa.Column[bytes]:
    return sa.Column("person", sa.LargeBinary, sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
