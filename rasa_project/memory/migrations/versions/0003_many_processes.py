"""What several processes of one coach must find in the database: answers for messages sent again, what they changed, and the paired homes.

A process with the code before this may run beside one with it: what is new in its tables may be missing, and it never looks there.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Adds columns that may be empty, and the table of homes."""
    op.add_column("sessions", sa.Column("answers", sa.LargeBinary))
    op.add_column("people", sa.Column("requests", sa.LargeBinary))
    op.create_table(
        "homes",
        sa.Column("id", sa.LargeBinary, primary_key=True),
        sa.Column("name", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("home", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
