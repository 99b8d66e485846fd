"""Edits of drafts: what each step changes and what takes it back, and the draft as it is."""

import sqlalchemy as sa
from alembic import op

revision = "0004_editing"
down_revision = "0003_plan_versions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("drafts", sa.Column("revision", sa.Integer, nullable=False, server_default="1"))
    op.add_column("drafts", sa.Column("document", sa.Text, nullable=False, server_default=""))
    for column in (
        sa.Column("key", sa.String(64)),
        sa.Column("kind", sa.String(8), nullable=False, server_default="edit"),
        sa.Column("of", sa.Integer),
        sa.Column("what", sa.String(40), nullable=False, server_default="saved"),
        sa.Column("count", sa.Integer, nullable=False, server_default="0"),
        sa.Column("changes", sa.Text, nullable=False, server_default="[]"),
        sa.Column("inverse", sa.Text, nullable=False, server_default="[]"),
    ):
        op.add_column("draft_revisions", column)
    op.create_index("uq_draft_revisions_draft", "draft_revisions", ["draft", "key"], unique=True)
    op.execute(
        "UPDATE drafts SET revision = (SELECT max(r.revision) FROM draft_revisions r "
        "WHERE r.draft = drafts.id)"
    )
    op.execute(
        "UPDATE drafts SET document = (SELECT r.document FROM draft_revisions r "
        "WHERE r.draft = drafts.id AND r.revision = drafts.revision)"
    )


def downgrade() -> None:
    op.execute(
        "INSERT INTO draft_revisions (draft, revision, document, at, author) "
        "SELECT d.id, d.revision + 1, d.document, r.at, r.author FROM drafts d "
        "JOIN draft_revisions r ON r.draft = d.id AND r.revision = d.revision "
        "WHERE r.document = ''"
    )
    op.execute("DELETE FROM draft_revisions WHERE document = ''")
    op.drop_index("uq_draft_revisions_draft", "draft_revisions")
    for name in ("inverse", "changes", "count", "what", "of", "kind", "key"):
        op.drop_column("draft_revisions", name)
    for name in ("document", "revision"):
        op.drop_column("drafts", name)
