"""What patrons did not find: reports about places, and searches that found nothing."""

import sqlalchemy as sa
from alembic import op

revision = "0007_today"
down_revision = "0006_layout"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "not_here_reports",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("branch", sa.String(64), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("partition", sa.String(64), nullable=False),
        sa.Column("call_number", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("answer", sa.String(16), nullable=False),
        sa.Column("answered_by", sa.Text, nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_not_here_reports"),
        sa.ForeignKeyConstraint(["branch"], ["branches.id"], name="fk_not_here_reports_branch"),
        sa.UniqueConstraint(
            "branch",
            "day",
            "partition",
            "call_number",
            "title",
            name="uq_not_here_reports_branch_day_partition_call_number_title",
        ),
    )
    op.create_table(
        "empty_searches",
        sa.Column("branch", sa.String(64), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("branch", "day", "words", name="pk_empty_searches"),
        sa.ForeignKeyConstraint(["branch"], ["branches.id"], name="fk_empty_searches_branch"),
    )


def downgrade() -> None:
    op.drop_table("empty_searches")
    op.drop_table("not_here_reports")
