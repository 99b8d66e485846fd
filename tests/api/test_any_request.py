"""Whatever a request of the OpenAPI document holds, whoever sends it, the server has an answer."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st
from schemathesis import APIOperation, Case, GenerationMode

from api.accounts.cookies import PLAIN_NAME
from api.accounts.roles import ROLES, Role
from api.app import create_app
from api.settings import Settings
from api.storage.discarded import discard_draft
from api.storage.drafts import create_draft
from api.storage.engine import Database
from api.storage.errors import DraftNotFoundError
from api.storage.plans import publish_plan
from api.storage.upgrade import prepare_database
from tests.support.english import english_lines
from tests.support.library import CREATED_AT, store_library
from tests.support.plans import toy_plan
from tests.support.routes import TABLE, Ground, Route
from tests.support.server import serving
from tests.support.staff import TOKEN, session_of

EXAMPLES = 300 if os.environ.get("HYPOTHESIS_PROFILE") == "soak" else 2
SCHEMA = schemathesis.openapi.from_dict(create_app(Settings()).openapi())
OPERATIONS = tuple(each.ok() for each in SCHEMA.get_all_operations())
ODD = ("", "x", "9" * 5000, "9" * 20, "\0", "[]", '{"department": 5}')
FIELDS = ("do", "page", "revision", "done")
"""What pages read beside what good requests of the table have."""

PAGES = tuple(each for each in TABLE if each.role and each.is_page)
FINN = {"Accept": "text/html", "Accept-Language": "fi"}
FOR_PROGRAMS = ("text/csv", "application/vnd.")
FOR_STAFF = "403"
"""The answer by which the document tells which operations ask for a role."""

ASKED = tuple(
    (operation, role)
    for operation in OPERATIONS
    for role in (None, *ROLES)
    if role is None or FOR_STAFF in operation.definition.raw["responses"]
)


@dataclass(frozen=True)
class Library:
    """A server, its database, and what there is that paths can name."""

    client: httpx.Client
    database: Database
    names: Mapping[str, str]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    stored = store_library(tmp_path_factory.mktemp("any"))
    with closing(prepare_database(stored.database)) as database:
        version = publish_plan(database, toy_plan(), CREATED_AT)
        names = {"branch": "toy", "version": version, "level": "1", "partition": "aik-kauno"}
        with serving(create_app(stored)) as client:
            yield Library(client, database, names)


def send(client: httpx.Client, case: Case, role: Role | None) -> tuple[int, str]:
    """Send a request, signed in or not; of an answer that never ends nothing more is read."""
    asked: dict[str, Any] = case.as_transport_kwargs(base_url=str(client.base_url))
    headers = {"Origin": str(client.base_url).rstrip("/")}
    if role is not None:
        headers["Cookie"] = f"{PLAIN_NAME}={session_of(role)}"
        asked["headers"].pop("Authorization", None)
    sent = {name: asked[name] for name in ("method", "url", "params", "json") if name in asked}
    if "data" in asked:
        sent["content"] = asked["data"]
    with client.stream(**sent, headers={**asked["headers"], **headers}) as answer:
        is_endless = answer.headers.get("content-type", "").startswith("text/event-stream")
        return answer.status_code, "" if is_endless else answer.read().decode(errors="replace")


@pytest.mark.parametrize(
    ("operation", "role"), ASKED, ids=lambda each: getattr(each, "label", each)
)
def test_no_request_is_an_error_of_the_server(
    library: Library, operation: APIOperation, role: Role | None
):
    draft = create_draft(library.database, toy_plan(), CREATED_AT)
    names = {**library.names, "draft": draft.id, "revision": "1"}
    modes = (operation.as_strategy(generation_mode=each) for each in GenerationMode)

    @settings(
        max_examples=EXAMPLES,
        derandomize=EXAMPLES < 10,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=st.one_of(*modes), known=st.sampled_from(("all", "branch", "none")))
    def ask(case: Case, known: str) -> None:
        for part in case.path_parameters or ():
            if part in names and known in ("all", part):
                case.path_parameters[part] = names[part]
        try:
            status, text = send(library.client, case, role)
        except (httpx.LocalProtocolError, UnicodeEncodeError):
            reject()
        assert status < 500, text

    try:
        ask()
    finally:
        with suppress(DraftNotFoundError):
            discard_draft(library.database, "toy", draft.id, CREATED_AT)


@pytest.mark.parametrize("route", PAGES, ids=lambda each: " ".join(each.key))
def test_no_field_of_a_page_is_an_error_of_the_server_or_answered_in_english(
    library: Library, route: Route
):
    draft = create_draft(library.database, toy_plan(), CREATED_AT)
    at = Ground("toy", draft.id, library.names["version"], "1", "1", "1", "1", "toy-1", "T1A01")
    headers = {"Authorization": f"Bearer {TOKEN}", **FINN}
    asked = route.request(at, toy_plan())
    for part in ("params", "data"):
        for name in {*asked.get(part, {}), *FIELDS} - {"branch"}:
            for odd in ODD:
                changed = {**asked, part: {**asked.get(part, {}), name: odd}}
                answer = library.client.request(**changed, headers=headers)
                where = (part, name, odd[:30])
                assert answer.status_code < 500, (*where, answer.text[:1000])
                if not answer.headers.get("content-type", "").startswith(FOR_PROGRAMS):
                    assert english_lines(answer.text) == [], where
    with suppress(DraftNotFoundError):
        discard_draft(library.database, "toy", draft.id, CREATED_AT)
