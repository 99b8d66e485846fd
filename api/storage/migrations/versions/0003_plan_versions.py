"""Notes and authors of plan versions, the log of publications, those scheduled, and drafts.

What was published so far gets its entry in the log, at the time at which it was stored.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003_plan_versions"
down_revision = "0002_subjects"
branch_labels = None
depends_on = None

APPEND_ONLY = ("plan_versions", "publications", "draft_revisions")
NEVER_DELETED = ("plan_versions", "publications")
VERSION_KEY = ["plan_versions.branch", "plan_versions.hash"]


def upgrade() -> None:
    for name in ("note", "author"):
        op.add_column("plan_versions", sa.Column(name, sa.Text, nullable=False, server_default=""))
    _create_publications()
    _create_drafts()
    op.execute(
        "INSERT INTO publications (branch, hash, published_at, note, author) "
        "SELECT v.branch, v.hash, v.created_at, '', '' FROM plan_versions v "
        "JOIN branches b ON b.id = v.branch AND b.published_hash = v.hash ORDER BY v.id"
    )
    if op.get_bind().dialect.name == "sqlite":
        for table in APPEND_ONLY:
            _refuse("UPDATE", table)
        for table in NEVER_DELETED:
            _refuse("DELETE", table)


def downgrade() -> None:
    for table in ("draft_revisions", "drafts", "scheduled_publications", "publications"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER plan_versions_no_update")
        op.execute("DROP TRIGGER plan_versions_no_delete")
    for name in ("note", "author"):
        op.drop_column("plan_versions", name)


def _create_publications() -> None:
    op.create_table(
        "publications",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("branch", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_publications"),
        sa.ForeignKeyConstraint(
            ["branch", "hash"], VERSION_KEY, name="fk_publications_branch_hash"
        ),
    )
    op.create_index("ix_publications_branch", "publications", ["branch"])
    op.create_table(
        "scheduled_publications",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("branch", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_scheduled_publications"),
        sa.ForeignKeyConstraint(
            ["branch", "hash"], VERSION_KEY, name="fk_scheduled_publications_branch_hash"
        ),
        sqlite_autoincrement=True,
    )


def _create_drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("branch", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("base_hash", sa.String(64)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
        sa.ForeignKeyConstraint(["branch"], ["branches.id"], name="fk_drafts_branch"),
        sa.ForeignKeyConstraint(
            ["branch", "base_hash"], VERSION_KEY, name="fk_drafts_branch_base_hash"
        ),
    )
    op.create_index("ix_drafts_branch", "drafts", ["branch"])
    op.create_table(
        "draft_revisions",
        sa.Column("draft", sa.String(32), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("draft", "revision", name="pk_draft_revisions"),
        sa.ForeignKeyConstraint(["draft"], ["drafts.id"], name="fk_draft_revisions_draft"),
    )


def _refuse(what: str, table: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_no_{what.lower()} BEFORE {what} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )
