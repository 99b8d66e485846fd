"""No page of the staff shows a link or a form that its reader may not use."""

from __future__ import annotations

import html
import re
from collections import deque
from collections.abc import Iterator
from contextlib import closing

import httpx
import pytest

from api.app import create_app
from api.settings import Settings
from api.storage.drafts import create_draft
from api.storage.plans import publish_plan
from api.storage.upgrade import prepare_database
from tests.support.library import CREATED_AT, store_library
from tests.support.moved import moved_plan
from tests.support.people import add_person, signed_in, with_accounts
from tests.support.plans import toy_plan
from tests.support.server import serving

LINK = re.compile(r'href="(/(?:s|print)\b[^"]*)"')
FORM = re.compile(r'<form[^>]*action="(/s/[^"]*)"[^>]*method="post"')
ENDS = ("/s/logout", "/s/me/devices", "/s/me/password")
"""Forms that everybody may send, and that end the session."""

EDITORS = {"/s/publish", "/s/ranges/names", "/s/versions/rollback", "/s/versions/publish"}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    library = with_accounts(store_library(tmp_path_factory.mktemp("roles"), staffed=False))
    for role in ("viewer", "shelver", "editor", "administrator"):
        add_person(library, role, role, "toy")
    with closing(prepare_database(library.database)) as database:
        publish_plan(database, moved_plan(), CREATED_AT, note="moved")
    return library


@pytest.fixture
def draft(library: Settings) -> str:
    with closing(prepare_database(library.database)) as database:
        return create_draft(database, toy_plan(), CREATED_AT, name="draft").id


@pytest.fixture(scope="module")
def server(library: Settings) -> Iterator[httpx.Client]:
    with serving(create_app(library)) as client:
        yield client


def paths_seen(browser: httpx.Client, *beginnings: str) -> tuple[set[str], set[str]]:
    """Follow every link of one language; give those links, which are all open, and the forms."""
    waiting = deque(beginnings)
    links, forms = set(waiting), set()
    while waiting:
        path = waiting.popleft()
        page = browser.get(path, follow_redirects=True)
        assert page.status_code == 200, (path, page.status_code)
        if "html" not in page.headers["content-type"]:
            continue
        forms |= {html.unescape(each) for each in FORM.findall(page.text)}
        found = {html.unescape(each) for each in LINK.findall(page.text)}
        fresh = {each for each in found - links if not re.search("lang=(?!en)", each)}
        links |= fresh
        waiting.extend(fresh)
    return links, forms


@pytest.mark.parametrize("role", ["viewer", "shelver", "editor", "administrator"])
def test_every_link_leads_somewhere_and_every_form_may_be_sent(server, draft, role):
    with signed_in(server, role) as browser:
        browser.headers["Accept-Language"] = "en"
        own = [f"/s/ranges?branch=toy&draft={draft}"] if role != "viewer" else []
        links, forms = paths_seen(browser, "/s?branch=toy", "/s/me", *own)
        for form in sorted(forms):
            if not form.startswith(ENDS):
                sent = browser.post(form, data={"branch": "toy"})
                assert sent.status_code not in (401, 403), form
    used = {each.partition("?")[0] for each in links | forms}
    assert len(used) > 8
    assert used >= EDITORS if role in ("editor", "administrator") else EDITORS.isdisjoint(used)
    assert ("/s/people" in used) == (role == "administrator")
