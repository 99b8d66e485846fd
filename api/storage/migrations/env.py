"""Alembic's entry: runs the migrations on the connection that api.storage.upgrade hands in."""

from alembic import context

from api.storage import log_tables, row_tables, subject_tables, today_tables, token_tables

TABLES = (log_tables, row_tables, subject_tables, today_tables, token_tables)
(metadata,) = {each.Base.metadata for each in TABLES}
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
