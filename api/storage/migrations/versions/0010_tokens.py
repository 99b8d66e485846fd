"""Keys of gateways and kiosks; only their hashes are stored."""

import sqlalchemy as sa
from alembic import op

revision = "0010_tokens"
down_revision = "0009_log"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "device_tokens",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("branch", sa.String(64), nullable=False),
        sa.Column("device", sa.String(8), nullable=False),
        sa.Column("thing", sa.String(200), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("start", sa.String(16), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.Column("revoked_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_device_tokens"),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_device_tokens_hash", "device_tokens", ["hash"], unique=True)
    op.create_index("ix_device_tokens_device_thing", "device_tokens", ["device", "thing"])


def downgrade() -> None:
    op.drop_table("device_tokens")
