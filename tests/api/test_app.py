import subprocess
import sys
from pathlib import Path

import pytest
from fastapi.openapi.models import OpenAPI

from api import plan_schemas, schemas
from api.app import create_app
from api.middleware import SECURITY_HEADERS
from api.problems import ProblemOut
from api.settings import Settings

OPERATIONS = [
    (f"{method.upper()} {path}", operation)
    for path, methods in create_app(Settings()).openapi()["paths"].items()
    for method, operation in methods.items()
]
by_operation = pytest.mark.parametrize(
    "operation", [each for _, each in OPERATIONS], ids=[name for name, _ in OPERATIONS]
)
DOCUMENT = create_app(Settings()).openapi()
ROOT = Path(__file__).parents[2]


def resolve(schema):
    reference = schema.get("$ref")
    return DOCUMENT["components"]["schemas"][reference.rsplit("/", 1)[1]] if reference else schema


def has_example(schema):
    """Tell whether a schema has an example of the whole or of each of its parts."""
    schema = resolve(schema)
    parts = [part.get("items", {}) for part in schema.get("properties", {}).values()]
    return "examples" in schema or (bool(parts) and all(has_example(part) for part in parts))


def test_making_the_application_opens_nothing(tmp_path):
    folder = tmp_path / "data"
    create_app(Settings(data_dir=folder))
    assert not folder.exists()


def test_importing_the_application_reads_no_setting_and_makes_no_file(tmp_path):
    code = "import api.app, pathlib; print(list(pathlib.Path().iterdir()))"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=tmp_path,
        env={"HYLLYKARTTA_PORT": "not a port", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "path", ["/api/v1/branches", "/api/v1/nothing", "/", "/api/v1/branches/toy/levels/1.svg"]
)
def test_every_answer_has_the_security_headers(client, path):
    answer = client.get(path)
    for name, value in SECURITY_HEADERS.items():
        assert answer.headers[name] == value


def test_only_the_pages_that_read_barcodes_may_compile_what_reads_them(client):
    policies = {
        path: client.get(path).headers["content-security-policy"]
        for path in (
            "/s/walk",
            "/s/misplaced",
            "/s/walk-barcodes.js",
            "/s",
            "/",
            "/s/walk-worker.js",
        )
    }
    compiling = {path for path, policy in policies.items() if "'wasm-unsafe-eval'" in policy}
    assert compiling == {"/s/walk", "/s/misplaced", "/s/walk-barcodes.js"}
    assert not any("'unsafe-eval'" in policy for policy in policies.values())


def test_the_camera_is_for_the_pages_of_this_server_alone(client):
    assert "camera=(self)" in client.get("/s/walk").headers["permissions-policy"]


def test_finna_may_frame_the_pages_and_nobody_else(client):
    policy = client.get("/").headers["content-security-policy"]
    assert "frame-ancestors 'self' https://*.finna.fi" in policy
    assert "default-src 'self'" in policy


def test_long_answers_are_compressed_and_event_streams_are_not(client):
    found = client.get("/api/v1/branches/toy/search", params={"q": "84.2"})
    assert found.headers["content-encoding"] == "gzip"
    with client.stream("GET", "/api/v1/branches/toy/live?subject=nobody") as live:
        assert live.headers["content-type"].startswith("text/event-stream")
        assert "content-encoding" not in live.headers
        assert next(live.iter_lines()).startswith("retry:")


def test_static_files_are_kept_by_browsers_until_they_change(client):
    first = client.get("/static/shared/base.css")
    assert first.status_code == 200
    assert "no-cache" in first.headers["cache-control"]
    again = client.get("/static/shared/base.css", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


def test_the_openapi_document_is_valid():
    OpenAPI.model_validate(DOCUMENT)
    assert DOCUMENT["openapi"].startswith("3.1")


def test_every_reference_in_the_openapi_document_leads_somewhere():
    def references(part):
        if isinstance(part, dict):
            if "$ref" in part:
                yield part["$ref"]
            part = list(part.values())
        if isinstance(part, list):
            for each in part:
                yield from references(each)

    for reference in references(DOCUMENT):
        assert reference.removeprefix("#/components/schemas/") in DOCUMENT["components"]["schemas"]


@by_operation
def test_every_operation_says_what_it_does(operation):
    assert operation["summary"]
    assert operation["description"]
    assert operation["tags"]


@by_operation
def test_every_parameter_has_a_description_and_an_example(operation):
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "header":
            continue
        assert parameter["description"], parameter["name"]
        schemas_ = [parameter["schema"], *parameter["schema"].get("anyOf", [])]
        assert any("examples" in each for each in (parameter, *schemas_)), parameter["name"]


@by_operation
def test_every_success_has_an_example(operation):
    for status, answer in operation["responses"].items():
        if not status.startswith("2"):
            continue
        assert (status == "204") == ("content" not in answer)
        for content in answer.get("content", {}).values():
            assert "example" in content or has_example(content["schema"])


@by_operation
def test_every_operation_names_its_problems(operation):
    problems = {status for status in operation["responses"] if status[0] in "45"}
    assert "422" in problems
    for status in problems:
        (media_type,) = operation["responses"][status]["content"]
        assert media_type == "application/problem+json"


@pytest.mark.parametrize(
    "model",
    [
        each
        for module in (schemas, plan_schemas)
        for name, each in vars(module).items()
        if name.endswith("Out")
    ]
    + [ProblemOut],
    ids=lambda model: model.__name__,
)
def test_the_examples_are_what_they_are_examples_of(model):
    for example in model.model_json_schema()["examples"]:
        assert model.model_validate(example).model_dump(mode="json", exclude_none=True)
