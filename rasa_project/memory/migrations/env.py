"""What Alembic runs: the revisions, in the transaction that is open already."""

from __future__ import annotations

from alembic import context

from rasa_project.memory.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=False)
context.run_migrations()
