"""Pictures that drafts are traced over, and locks of their things."""

import sqlalchemy as sa
from alembic import op

revision = "0006_layout"
down_revision = "0005_items"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draft_pictures",
        sa.Column("draft", sa.String(32), nullable=False),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("media_type", sa.String(32), nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("width_px", sa.Integer, nullable=False),
        sa.Column("height_px", sa.Integer, nullable=False),
        *(
            sa.Column(name, sa.Double, nullable=False)
            for name in ("scale_m", "turn_deg", "east_m", "north_m", "opacity")
        ),
        sa.Column("hidden", sa.Boolean, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("draft", "level", name="pk_draft_pictures"),
        sa.ForeignKeyConstraint(
            ["draft"], ["drafts.id"], name="fk_draft_pictures_draft", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "draft_locks",
        sa.Column("draft", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("thing", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("draft", "kind", "thing", name="pk_draft_locks"),
        sa.ForeignKeyConstraint(
            ["draft"], ["drafts.id"], name="fk_draft_locks_draft", ondelete="CASCADE"
        ),
    )


def downgrade() -> None:
    for table in ("draft_locks", "draft_pictures"):
        op.drop_table(table)
