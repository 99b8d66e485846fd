"""The kinds of problems the server answers with: stable names, statuses, what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

ProblemKind = Literal[
    "bad-request",
    "body-too-large",
    "call-number",
    "database-busy",
    "database-read-only",
    "database-unavailable",
    "draft-changed",
    "draft-conflict",
    "edit",
    "empty-search",
    "forged-request",
    "if-match-needed",
    "internal-error",
    "invalid-request",
    "method-not-allowed",
    "no-place",
    "no-route",
    "not-allowed",
    "not-found",
    "nothing-before",
    "nothing-to-undo",
    "off-the-map",
    "password-change-needed",
    "picture-format",
    "plan-format",
    "plan-has-violations",
    "plan-of-another-branch",
    "ranges-refused",
    "token-needed",
    "too-many-subjects",
    "too-many-tries",
    "unknown-branch",
    "unknown-draft",
    "unknown-kiosk",
    "unknown-level",
    "unknown-partition",
    "unknown-picture",
    "unknown-point",
    "unknown-publication",
    "unknown-radio",
    "unknown-subject",
    "unknown-version",
    "version-changed",
]


@dataclass(frozen=True, slots=True)
class ProblemType:
    """One kind of problem: its status, its title and what to do about it."""

    status: int
    title: str
    description: str


PROBLEM_TYPES: Mapping[ProblemKind, ProblemType] = {
    "bad-request": ProblemType(
        400,
        "The request cannot be read",
        "The body is not JSON in UTF-8. Send a JSON document as application/json.",
    ),
    "body-too-large": ProblemType(
        413,
        "The request is too large",
        "Bodies have a limit: send sightings in smaller batches; a plan has at most 8 MiB.",
    ),
    "call-number": ProblemType(
        400,
        "Not a call number",
        "The text cannot be read as a call number of the branch's scheme. "
        "The detail shows what one looks like.",
    ),
    "database-busy": ProblemType(
        503,
        "The database is busy",
        "Somebody else is writing to the database. Try again in a moment.",
    ),
    "database-read-only": ProblemType(
        503,
        "The database is read-only",
        "Reading goes on; nothing can be saved until the server may write to its database file.",
    ),
    "database-unavailable": ProblemType(
        503,
        "The database cannot be used",
        "The server's log says why. Try again once the database is back.",
    ),
    "draft-changed": ProblemType(
        412,
        "Somebody else has changed the draft",
        "The draft is at another revision than the one in If-Match; the problem has its number. "
        "Load the draft and make the change again.",
    ),
    "draft-conflict": ProblemType(
        409,
        "Somebody else has changed the same thing",
        "Nothing was saved. The problem has each thing from both sides; send the edit again and "
        "name in over the things that shall be as you have them.",
    ),
    "edit": ProblemType(
        400,
        "The edit cannot be made",
        "A change cannot be read, or would make the plan too large; the field names it.",
    ),
    "empty-search": ProblemType(
        400,
        "Nothing to search for",
        "Give at least one letter or digit of a title, an author, a call number or a barcode.",
    ),
    "forged-request": ProblemType(
        403,
        "The request comes from a foreign page",
        "Who is signed in by a cookie changes things on this server's own pages only; a program "
        "sends a token instead of the cookie.",
    ),
    "if-match-needed": ProblemType(
        428,
        "The revision that the change is based on is missing",
        "Send the ETag of the draft as it was loaded in the header If-Match, "
        "so that nobody else's change is lost.",
    ),
    "internal-error": ProblemType(
        500,
        "The server failed",
        "This is a fault of the server. Its log has the details.",
    ),
    "invalid-request": ProblemType(
        422,
        "Something in the request is not valid",
        "The field named in the problem is missing or has a value that is not allowed.",
    ),
    "method-not-allowed": ProblemType(
        405,
        "The method is not allowed here",
        "The Allow header names the methods of this address.",
    ),
    "no-place": ProblemType(
        404,
        "No shelf on the map holds this call number",
        "The branch's plan has no range with the call number; ask the staff.",
    ),
    "no-route": ProblemType(
        404,
        "There is no way there",
        "The two places are not joined for the chosen profile; try another profile.",
    ),
    "not-allowed": ProblemType(
        403,
        "The role does not allow this",
        "Who asks is known and has too small a role in this branch; an administrator can give "
        "another one.",
    ),
    "not-found": ProblemType(404, "Not found", "Nothing has this address."),
    "nothing-before": ProblemType(
        409,
        "There is no version before",
        "The branch has published one version only, so there is none to roll back to.",
    ),
    "nothing-to-undo": ProblemType(
        409,
        "There is nothing to undo or redo",
        "Everybody undoes and redoes their own edits; none of yours is left.",
    ),
    "off-the-map": ProblemType(
        422,
        "The place is off the map",
        "Coordinates are metres in the branch's frame and must lie on the level's floor.",
    ),
    "password-change-needed": ProblemType(
        403,
        "The first password must be changed",
        "An administrator has given the password. Choose another one at /s/me/password; until "
        "then nothing else is possible.",
    ),
    "picture-format": ProblemType(
        415,
        "Not a picture that can be traced",
        "Send a PNG, JPEG or WebP file of at most 12,000 pixels a side as the body.",
    ),
    "plan-format": ProblemType(
        422,
        "Not a plan",
        "The document cannot be read as a plan; the detail names the place in it.",
    ),
    "plan-has-violations": ProblemType(
        409,
        "The plan has violations",
        "A plan with violations is not published; the problem lists them with what to do.",
    ),
    "plan-of-another-branch": ProblemType(
        422,
        "The plan belongs to another branch",
        "A plan's id is the id of its branch; send the plan to that branch.",
    ),
    "ranges-refused": ProblemType(
        422,
        "The ranges cannot be so",
        "Nothing was saved. Each of the problems says its row, from 1, and what to do.",
    ),
    "token-needed": ProblemType(
        401,
        "Nobody is signed in, and no token was sent",
        "Sign in at /s/login, or send a token as 'Authorization: Bearer TOKEN'; the "
        "administrator has it.",
    ),
    "too-many-subjects": ProblemType(
        503,
        "Too many subjects are live",
        "The branch takes no further subjects until some have left. Try again in a minute.",
    ),
    "too-many-tries": ProblemType(
        429,
        "Too many tries to sign in",
        "Wait as long as Retry-After says, and try again.",
    ),
    "unknown-branch": ProblemType(
        404,
        "Unknown branch",
        "The server has no branch with this id; /api/v1/branches lists those it has.",
    ),
    "unknown-draft": ProblemType(
        404, "Unknown draft", "The branch has no such draft; its drafts are listed at /drafts."
    ),
    "unknown-kiosk": ProblemType(
        404, "Unknown kiosk", "No plan has a kiosk with this id; look at the label on the kiosk."
    ),
    "unknown-level": ProblemType(
        404, "Unknown level", "The branch has no such level; its own answer lists its levels."
    ),
    "unknown-partition": ProblemType(
        404,
        "Unknown partition",
        "The branch has no such partition; its own answer lists its partitions.",
    ),
    "unknown-picture": ProblemType(
        404,
        "No such picture",
        "The draft has no picture of this level. Send one first.",
    ),
    "unknown-point": ProblemType(
        404,
        "Unknown locator point",
        "No plan has a locator point with this id; the label may be from an older plan.",
    ),
    "unknown-publication": ProblemType(
        404,
        "Unknown scheduled publication",
        "It has been published or cancelled already; those that wait are listed at /scheduled.",
    ),
    "unknown-radio": ProblemType(
        404, "Unknown radio", "The branch's plan has no radio with this id."
    ),
    "unknown-subject": ProblemType(
        404,
        "The subject has no position",
        "Nothing was heard of the subject lately. Positions live for a short time only.",
    ),
    "unknown-version": ProblemType(
        404,
        "Unknown version",
        "The branch has no version of its plan with this hash; its versions are listed at "
        "/versions.",
    ),
    "version-changed": ProblemType(
        409,
        "Another version is shown by now",
        "Somebody has published meanwhile. Look at what is shown, and decide again.",
    ),
}


def find_problem_kind(name: str) -> ProblemKind | None:
    """Find the kind of problem with a name."""
    return next((kind for kind in get_args(ProblemKind) if kind == name), None)
