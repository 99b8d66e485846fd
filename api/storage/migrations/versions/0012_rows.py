"""Items without a place, counted in groups, and the rows that imports refused."""

import sqlalchemy as sa
from alembic import op

revision = "0012_rows"
down_revision = "0011_speed"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unplaced_items",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("branch", sa.String(64), nullable=False),
        sa.Column("run", sa.Integer, nullable=False),
        sa.Column("names", sa.Text, nullable=False),
        sa.Column("barcode", sa.String(64), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("year", sa.Integer),
        sa.Column("call_number", sa.Text, nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("due_on", sa.String(10)),
        sa.PrimaryKeyConstraint("id", name="pk_unplaced_items"),
        sa.ForeignKeyConstraint(["branch"], ["branches.id"], name="fk_unplaced_items_branch"),
    )
    op.create_index("ix_unplaced_items_branch", "unplaced_items", ["branch", "run", "names"])
    op.create_table(
        "refused_rows",
        sa.Column("run", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("line", sa.Integer, nullable=False),
        sa.Column("column", sa.Text, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("params", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("run", "number", name="pk_refused_rows"),
        sa.ForeignKeyConstraint(
            ["run"], ["import_runs.id"], name="fk_refused_rows_run", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "unplaced_counts",
        sa.Column("branch", sa.String(64), nullable=False),
        sa.Column("run", sa.Integer, nullable=False),
        sa.Column("version", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("branch", "run", name="pk_unplaced_counts"),
        sa.ForeignKeyConstraint(["branch"], ["branches.id"], name="fk_unplaced_counts_branch"),
    )


def downgrade() -> None:
    op.drop_table("unplaced_counts")
    op.drop_table("refused_rows")
    op.drop_index("ix_unplaced_items_branch")
    op.drop_table("unplaced_items")
