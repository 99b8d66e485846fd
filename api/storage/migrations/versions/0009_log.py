"""The log of changes: lines are added, may count more of the same, and go when they are old."""

import sqlalchemy as sa
from alembic import op

revision = "0009_log"
down_revision = "0008_people"
branch_labels = None
depends_on = None

FIXED = ("id", "at", "who", "hand", "branch", "kind", "what", "thing", "params")
INDEXES = (("branch", "at"), ("branch", "who", "at"), ("branch", "kind", "at"))


def upgrade() -> None:
    op.create_table(
        "log",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("hand", sa.String(8), nullable=False),
        sa.Column("branch", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("thing", sa.String(64), nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("params", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_log"),
        sqlite_autoincrement=True,
    )
    for columns in (*INDEXES, ("thing", "what", "who")):
        op.create_index(f"ix_log_{'_'.join(columns)}", "log", list(columns))
    if op.get_bind().dialect.name == "sqlite":
        _guard()


def downgrade() -> None:
    op.drop_table("log")


def _guard() -> None:
    changed = " OR ".join(f"NEW.{each} IS NOT OLD.{each}" for each in FIXED)
    op.execute(
        "CREATE TRIGGER log_only_counts BEFORE UPDATE ON log "
        f"WHEN {changed} OR NEW.count < OLD.count OR NEW.until < OLD.until "
        "BEGIN SELECT RAISE(ABORT, 'log is append-only'); END"
    )
    op.execute(
        "CREATE TRIGGER log_keeps_thirty_days BEFORE DELETE ON log "
        "WHEN OLD.at > datetime('now', '-30 days') "
        "BEGIN SELECT RAISE(ABORT, 'log is append-only'); END"
    )
