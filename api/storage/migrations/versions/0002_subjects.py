"""The classes of a classification, the words that lead to them, and their full-text index."""

import sqlalchemy as sa
from alembic import op

revision = "0002_subjects"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "subject_classes",
        sa.Column("notation", sa.String(64), nullable=False),
        sa.Column("label_fi", sa.Text, nullable=False),
        sa.Column("label_sv", sa.Text, nullable=False),
        sa.Column("label_en", sa.Text, nullable=False),
        sa.Column("broader", sa.String(64)),
        sa.PrimaryKeyConstraint("notation", name="pk_subject_classes"),
    )
    op.create_table(
        "subject_terms",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("notation", sa.String(64), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("term", sa.Text, nullable=False),
        sa.Column("term_key", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_subject_terms"),
        sa.ForeignKeyConstraint(
            ["notation"], ["subject_classes.notation"], name="fk_subject_terms_notation"
        ),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE subject_text USING fts5("
            "term, folded, tokenize = \"unicode61 remove_diacritics 0\", prefix = '2 3')"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.drop_table("subject_text")
    for table in ("subject_terms", "subject_classes"):
        op.drop_table(table)
