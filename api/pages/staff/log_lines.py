"""Lines of the log of changes in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from api.accounts.roles import ROLES
from api.languages import Language
from api.pages.frames import href
from api.pages.staff.times import said_time
from api.storage.accounts import NO_ROLE
from api.storage.log_lines import LogLine
from floorplans.model import Plan
from kiosk_ui.messages import say

PARAMS = ("name", "before", "level", "file", "title", "device", "made", "partition")
"""What words may need; a line that does not say it says nothing there."""

MOST_PUBLICATIONS = "1000"


def line_words(line: LogLine, plan: Plan, language: Language) -> str:
    """Say what was done; times on the clocks of a plan."""
    given = {name: str(line.params.get(name, "")) for name in PARAMS}
    if line.thing and line.kind in ("drafts", "ranges"):
        given["name"] = given["name"] or say("staff.publish.nameless", language)
        given["before"] = given["before"] or say("staff.publish.nameless", language)
    note = str(line.params.get("note") or line.params.get("source") or "")
    given["about"] = f": {note}" if note else ""
    given["due"] = _said(line.params.get("due"), plan, language)
    given["made"] = _said(line.params.get("made"), plan, language)
    role = str(line.params.get("role", ""))
    given["role"] = say(f"staff.role.{role}", language) if role in (*ROLES, NO_ROLE) else ""
    refused = int(line.params.get("refused", 0))
    counts = {"count": line.count, "refused": refused}
    return say(f"staff.log.{line.what}", language, **given, **counts)


def who_words(line: LogLine, language: Language) -> str:
    """Say who did it, and by what if that was no page."""
    if line.hand in ("cli", "clock"):
        key = f"staff.log_page.by_{line.hand}"
        return say(f"{key}_as", language, name=line.who) if line.who else say(key, language)
    if line.hand == "program":
        return say("staff.log_page.by_program", language)
    return line.who or say("staff.log_page.by_nobody", language)


def line_href(line: LogLine, drafts: Collection[str], language: Language) -> str:
    """Give the page of what a line is about; nothing where that is gone."""
    links = {"branch": line.branch, "lang": language}
    if line.kind in ("drafts", "ranges"):
        page = f"/s/layout/{line.thing}" if line.kind == "drafts" else "/s/ranges"
        asked = {} if line.kind == "drafts" else {"draft": line.thing}
        return href(page, **links, **asked) if line.thing in drafts else ""
    if line.kind == "publishing" and line.thing:
        shown = {"changes": line.thing, "shown": MOST_PUBLICATIONS}
        return f"{href('/s/versions', **links, **shown)}#v{line.thing}"
    pages: Mapping[str, str] = {
        "publishing": "/s/versions",
        "items": "/s/items",
        "reports": "/s/reports",
        "tokens": "/s/tokens",
    }
    return href(pages[line.kind], **links) if line.branch and line.kind in pages else ""


def _said(at: object, plan: Plan, language: Language) -> str:
    try:
        return said_time(datetime.fromisoformat(str(at)), plan, language)
    except ValueError:
        return str(at or "")
