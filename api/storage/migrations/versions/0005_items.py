"""Import runs: a branch shows the items of one run, while those of the next are being stored.

What was stored so far is shown as run 0.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005_items"
down_revision = "0004_editing"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "import_runs",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("branch", sa.String(64), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("items", sa.Integer, nullable=False),
        sa.Column("refused", sa.Integer, nullable=False),
        sa.Column("report", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_import_runs"),
        sa.ForeignKeyConstraint(["branch"], ["branches.id"], name="fk_import_runs_branch"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_import_runs_branch", "import_runs", ["branch"])
    op.add_column("branches", _run("items_run"))
    op.add_column("works", _run("run"))
    op.drop_index("ix_works_branch", "works")
    op.create_index("ix_works_branch", "works", ["branch", "run"])
    with op.batch_alter_table("items") as items:
        items.add_column(_run("run"))
        items.drop_constraint("uq_items_branch_barcode", type_="unique")
        items.create_unique_constraint("uq_items_branch_run_barcode", ["branch", "run", "barcode"])


def downgrade() -> None:
    for table in ("items", "works"):
        op.execute(
            f"DELETE FROM {table} WHERE run != "
            f"(SELECT items_run FROM branches WHERE branches.id = {table}.branch)"
        )
    with op.batch_alter_table("items") as items:
        items.drop_constraint("uq_items_branch_run_barcode", type_="unique")
        items.create_unique_constraint("uq_items_branch_barcode", ["branch", "barcode"])
        items.drop_column("run")
    op.drop_index("ix_works_branch", "works")
    op.drop_column("works", "run")
    op.create_index("ix_works_branch", "works", ["branch"])
    op.drop_column("branches", "items_run")
    op.drop_table("import_runs")


def _run(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, server_default="0")
