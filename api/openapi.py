"""The OpenAPI document, with the problem that all operations share."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from api.problems import ProblemOut


def install_openapi(app: FastAPI) -> None:
    """Make the application's OpenAPI document describe problems."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        document = generate()
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        problem = ProblemOut.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(problem.pop("$defs", {}))
        schemas[ProblemOut.__name__] = problem
        return document

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way to extend it
