"""Documents of drafts by themselves, so that an edit does not write them; drafts discarded."""

import json

import sqlalchemy as sa
from alembic import op

from floorplans.editing.changes import apply_changes, read_changes
from floorplans.formats.native import format_values, read_values

revision = "0011_speed"
down_revision = "0010_tokens"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draft_documents",
        sa.Column("draft", sa.String(32), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("draft", name="pk_draft_documents"),
        sa.ForeignKeyConstraint(
            ["draft"], ["drafts.id"], name="fk_draft_documents_draft", ondelete="CASCADE"
        ),
    )
    op.execute(
        "INSERT INTO draft_documents (draft, revision, document) "
        "SELECT id, revision, document FROM drafts"
    )
    op.drop_column("drafts", "document")
    op.add_column("drafts", sa.Column("discarded_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("drafts", "discarded_at")
    op.add_column("drafts", sa.Column("document", sa.Text, nullable=False, server_default=""))
    connection = op.get_bind()
    stored = connection.execute(sa.text("SELECT draft, revision, document FROM draft_documents"))
    for draft, at, document in stored.all():
        steps = connection.scalars(
            sa.text(
                "SELECT changes FROM draft_revisions WHERE draft = :draft AND revision > :at "
                "ORDER BY revision"
            ),
            {"draft": draft, "at": at},
        ).all()
        values = read_values(document)
        for changes in steps:
            values, _ = apply_changes(values, read_changes(json.loads(changes)))
        connection.execute(
            sa.text("UPDATE drafts SET document = :document WHERE id = :draft"),
            {"document": format_values(values), "draft": draft},
        )
    op.drop_table("draft_documents")
