"""Branches with their plan versions, works with their copies, and the full-text index."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "branches",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("published_hash", sa.String(64)),
        sa.PrimaryKeyConstraint("id", name="pk_branches"),
    )
    op.create_table(
        "plan_versions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("branch", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_plan_versions"),
        sa.ForeignKeyConstraint(["branch"], ["branches.id"], name="fk_plan_versions_branch"),
        sa.UniqueConstraint("branch", "hash", name="uq_plan_versions_branch_hash"),
    )
    op.create_table(
        "works",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("branch", sa.String(64), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("year", sa.Integer),
        sa.Column("call_number", sa.Text, nullable=False),
        sa.Column("partition", sa.String(64), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("title_key", sa.Text, nullable=False),
        sa.Column("author_key", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_works"),
        sa.ForeignKeyConstraint(["branch"], ["branches.id"], name="fk_works_branch"),
    )
    op.create_index("ix_works_branch", "works", ["branch"])
    op.create_table(
        "items",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("branch", sa.String(64), nullable=False),
        sa.Column("work", sa.Integer, nullable=False),
        sa.Column("barcode", sa.String(64), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("due_on", sa.String(10)),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
        sa.ForeignKeyConstraint(["branch"], ["branches.id"], name="fk_items_branch"),
        sa.ForeignKeyConstraint(["work"], ["works.id"], name="fk_items_work"),
        sa.UniqueConstraint("branch", "barcode", name="uq_items_branch_barcode"),
    )
    op.create_index("ix_items_work", "items", ["work"])
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE work_text USING fts5("
            "title, author, call_number, folded, "
            "tokenize = \"unicode61 remove_diacritics 0\", prefix = '2 3')"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.drop_table("work_text")
    for table in ("items", "works", "plan_versions", "branches"):
        op.drop_table(table)
