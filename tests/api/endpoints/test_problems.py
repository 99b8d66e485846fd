import logging
import random
import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from api.app import create_app
from api.problem_types import PROBLEM_TYPES
from api.settings import Settings
from api.storage.upgrade import prepare_database
from tests.support.library import as_nobody, store_library
from tests.support.server import serving

TOY = "/api/v1/branches/toy"
ROUTE = f"{TOY}/routes?from=kiosk:toy-1"


def assert_problem(answer, kind, field=None):
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["type"] == f"/problems/{kind}", problem
    assert problem["status"] == answer.status_code == PROBLEM_TYPES[kind].status
    assert problem["title"] == PROBLEM_TYPES[kind].title
    assert problem.get("field") == field
    assert problem["detail"].endswith((".", "…"))
    return problem


@pytest.mark.parametrize(
    ("path", "kind", "field"),
    [
        ("/api/v1/branches/nowhere", "unknown-branch", "branch"),
        ("/api/v1/branches/nowhere/search?q=a", "unknown-branch", "branch"),
        (f"{TOY}/search", "empty-search", "q"),
        (f"{TOY}/search?q=%20%09", "empty-search", "q"),
        (f"{TOY}/search?q={'a' * 201}", "invalid-request", "q"),
        (f"{TOY}/search?q=a&limit=0", "invalid-request", "limit"),
        (f"{TOY}/search?q=a&offset=x", "invalid-request", "offset"),
        (f"{TOY}/places", "invalid-request", "callno"),
        (f"{TOY}/places?callno=???", "call-number", "callno"),
        (f"{TOY}/places?callno=84.2%20LIN&partition=attic", "unknown-partition", "partition"),
        (f"{ROUTE}&callno=84.2%20LIN&at=1764590400", "invalid-request", "at"),
        (f"{ROUTE}&callno=84.2%20LIN&at=2026-12-01", "invalid-request", "at"),
        (f"{ROUTE}&callno=84.2%20LIN&at=2026-03-29T03:30", "invalid-request", "at"),
        (f"{TOY}/levels/9.svg", "unknown-level", "level"),
        (f"{TOY}/overlay.svg?callno=84.2%20LIN&level=9", "unknown-level", "level"),
        (f"{TOY}/overlay.svg?callno=00.0%20AAA&partition=aik-kauno", "no-place", "callno"),
        (ROUTE, "invalid-request", "callno"),
        (f"{ROUTE}&callno=84.2%20LIN&to=1,2,2", "invalid-request", "to"),
        (f"{ROUTE}&callno=00.0%20AAA&partition=aik-kauno", "no-place", "callno"),
        (f"{ROUTE}&callno=84.2%20LIN&profile=fly", "invalid-request", "profile"),
        (f"{ROUTE}&to=9,2,2", "unknown-level", "to"),
        (f"{ROUTE}&to=kiosk:", "unknown-kiosk", "to"),
        (f"{ROUTE}&to=point:", "unknown-point", "to"),
        (f"{TOY}/routes?from=9,2,2&to=1,2,2", "unknown-level", "from"),
        (f"{ROUTE}&to=1,2", "invalid-request", "to"),
        (f"{ROUTE}&to=1,nan,2", "invalid-request", "to"),
        (f"{ROUTE}&to=1,900,900", "off-the-map", None),
        (f"{TOY}/routes?callno=84.2%20LIN", "invalid-request", "from"),
        (f"{TOY}/routes?from=here&callno=84.2%20LIN", "invalid-request", "from"),
        (f"{TOY}/routes?from=1,inf,0&callno=84.2%20LIN", "invalid-request", "from"),
        (f"{TOY}/routes?from=kiosk:side-1&callno=84.2%20LIN", "unknown-kiosk", "from"),
        (f"{TOY}/routes?from=point:S1A01&callno=84.2%20LIN", "unknown-point", "from"),
        (f"{TOY}/routes?from=subject:nobody&callno=84.2%20LIN", "unknown-subject", "from"),
        (f"{TOY}/routes?from=1,-50,-50&callno=84.2%20LIN", "off-the-map", None),
        ("/api/v1/nothing", "not-found", None),
        ("/locales/xx.json", "not-found", None),
        ("/static/nothing.css", "not-found", None),
        ("/problems/nothing", "not-found", None),
    ],
)
def test_what_is_wrong_is_named(client, path, kind, field):
    assert_problem(client.get(path), kind, field)


def test_an_unknown_thing_is_answered_with_those_there_are(client):
    detail = assert_problem(client.get("/api/v1/branches/nowhere"), "unknown-branch", "branch")[
        "detail"
    ]
    assert '"nowhere"' in detail
    assert "side, toy" in detail


def test_a_method_that_is_not_possible_is_answered_with_those_that_are(client):
    answer = client.delete(f"{TOY}/search")
    assert_problem(answer, "method-not-allowed")
    assert answer.headers["allow"] == "GET"


def test_a_million_random_bytes_are_too_large(client):
    batch = random.Random(20260302).randbytes(1_000_000)
    json_type = {"Content-Type": "application/json"}
    assert_problem(
        client.post(f"{TOY}/sightings", content=batch, headers=json_type), "body-too-large"
    )


def test_a_body_that_does_not_say_its_length_is_stopped_at_the_limit(client):
    chunks = (bytes(10_000) for _ in range(100))
    assert_problem(client.post(f"{TOY}/sightings", content=chunks), "body-too-large")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"sightings": ',
        b"\xff\xfe\x00",
        b"\x00" * 2000,
        '{"ä": "\xe4"}'.encode("latin-1"),
    ],
)
def test_a_body_that_is_no_json_is_a_bad_request(client, body):
    answer = client.post(
        f"{TOY}/sightings", content=body, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code in (400, 422)
    kind = "bad-request" if body else "invalid-request"
    assert_problem(answer, kind, answer.json().get("field"))


def test_random_bytes_within_the_limit_are_a_bad_request(client):
    for seed in range(20):
        body = random.Random(seed).randbytes(1000)
        answer = client.post(
            f"{TOY}/sightings", content=body, headers={"Content-Type": "application/json"}
        )
        assert answer.status_code == 400


def test_every_type_of_problem_has_a_description(client):
    for kind, known in PROBLEM_TYPES.items():
        described = client.get(f"/problems/{kind}").json()
        assert described["type"] == f"/problems/{kind}"
        assert described["description"] == known.description


def test_a_fault_of_the_server_is_logged_and_says_nothing_of_its_inside(library, caplog):
    app = create_app(library)

    @app.get("/fails")
    def fail() -> None:
        raise RuntimeError("secret-token-in-the-message")

    with caplog.at_level(logging.ERROR, "api.problems"), serving(app) as failing:
        answer = failing.get("/fails")
    assert_problem(answer, "internal-error")
    assert "secret" not in answer.text
    assert "secret-token-in-the-message" in caplog.text


def test_a_read_only_database_is_read_and_refuses_writes_and_health_says_so(tmp_path, caplog):
    settings = store_library(tmp_path)
    tmp_path.chmod(0o555)
    with as_nobody(tmp_path):
        app = create_app(settings)

        @app.get("/writes")
        def write() -> None:
            with app.state.database.write() as connection:
                connection.execute(text("DELETE FROM items"))

        with serving(app) as reading:
            assert reading.get(f"{TOY}/search?q=linna").json()["total"] > 0
            assert_problem(reading.get("/writes"), "database-read-only")
            assert reading.get("/api/v1/health").json()["database"] == "read-only"
    assert "is read-only" in caplog.text


def test_a_database_that_another_holds_locked_is_busy(tmp_path, monkeypatch):
    monkeypatch.setattr("api.storage.engine.BUSY_TIMEOUT_MS", 10)
    settings = store_library(tmp_path)
    app = create_app(settings)

    @app.get("/writes")
    def write() -> None:
        with app.state.database.write():
            pass

    with serving(app) as client:
        other = sqlite3.connect(tmp_path / "hyllykartta.sqlite", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        answer = client.get("/writes")
        assert_problem(answer, "database-busy")
        assert int(answer.headers["retry-after"]) > 0
        other.execute("ROLLBACK")
        assert client.get("/writes").status_code == 200
        other.close()


def test_a_database_that_loses_its_tables_is_unavailable(tmp_path):
    settings = store_library(tmp_path)
    with serving(create_app(settings)) as client:
        with sqlite3.connect(tmp_path / "hyllykartta.sqlite") as other:
            other.execute("DROP TABLE work_text")
        answer = client.get(f"{TOY}/search?q=linna")
        assert_problem(answer, "database-unavailable")
        assert "work_text" not in answer.text
        assert client.get(f"{TOY}/places?callno=84.2%20LIN").status_code == 200


def test_a_server_without_branches_starts_and_says_so(tmp_path, caplog):
    settings = Settings(data_dir=tmp_path)
    prepare_database(settings.database).close()
    with serving(create_app(settings)) as client:
        assert client.get("/api/v1/branches").json() == {"branches": []}
        assert client.get("/api/v1/health").json()["status"] == "degraded"
        detail = assert_problem(client.get(TOY), "unknown-branch", "branch")["detail"]
        assert "none yet" in detail
    assert "no branch yet" in caplog.text


@settings(max_examples=150)
@given(q=st.text(max_size=250))
def test_no_search_makes_the_server_fail(client, q):
    answer = client.get(f"{TOY}/search", params={"q": q.encode("utf-8", "surrogatepass")})
    assert answer.status_code < 500


@settings(max_examples=150)
@given(callno=st.text(max_size=60), start=st.text(max_size=30))
def test_no_call_number_or_start_makes_the_server_fail(client, callno, start):
    assert client.get(f"{TOY}/places", params={"callno": callno}).status_code < 500
    answer = client.get(f"{TOY}/routes", params={"from": start, "callno": callno})
    assert answer.status_code < 500


@settings(max_examples=100)
@given(level=st.text(max_size=5), x=st.floats(), y=st.floats())
def test_no_coordinates_make_the_server_fail(client, level, x, y):
    params = {"from": "kiosk:toy-1", "to": f"{level or '1'},{x},{y}"}
    assert client.get(f"{TOY}/routes", params=params).status_code < 500
    assert client.get(f"{TOY}/routes", params={**params, "to": f"1,{x},{y}"}).status_code < 500


@pytest.mark.parametrize("way", ["routes", "overlay.svg"])
@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:00-12:00"])
def test_a_time_that_the_branchs_clocks_do_not_have_is_a_problem_of_its_field(client, way, at):
    params = {"from": "kiosk:toy-1", "callno": "84.2 TOL", "at": at}
    for query in (params, {**params, "callno": None, "to": "1,1.2,0.5"}):
        asked = {name: value for name, value in query.items() if value is not None}
        answer = client.get(f"{TOY}/{way}", params=asked)
        detail = assert_problem(answer, "invalid-request", "at")["detail"]
        assert "give a year from 2 to 9998" in detail


def test_control_characters_in_a_call_number_are_a_problem_and_not_answered_with(client):
    answer = client.get(f"{TOY}/places", params={"callno": "84.2 TOL\x1b[31m"})
    detail = assert_problem(answer, "call-number", "callno")["detail"]
    assert "U+001B" in detail
    assert "\x1b" not in detail
