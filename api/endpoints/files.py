"""Files of the pages: styles, scripts and the words of each language."""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Response
from starlette.staticfiles import StaticFiles

from api.languages import LANGUAGES
from api.problems import ProblemError
from kiosk_ui.messages import load_messages

router = APIRouter(include_in_schema=False)

_HEADERS = {"Cache-Control": "public, no-cache"}


class PageFiles(StaticFiles):
    """Packaged static files; browsers keep them and ask whether they have changed."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """Answer with a file, or with 304 where the browser has it."""
        response = super().file_response(*args, **kwargs)
        response.headers.update(_HEADERS)
        return response


@router.get("/locales/{name}.json")
def get_locale(
    name: Annotated[str, Path()], if_none_match: Annotated[str, Header()] = ""
) -> Response:
    """Give the messages of a language."""
    if name not in LANGUAGES:
        detail = f'There are no messages in "{name}"; the languages: {", ".join(LANGUAGES)}.'
        raise ProblemError("not-found", detail)
    messages = json.dumps(load_messages(name), ensure_ascii=False).encode()
    headers = {**_HEADERS, "ETag": f'"{hashlib.sha256(messages).hexdigest()[:32]}"'}
    if headers["ETag"] in if_none_match:
        return Response(status_code=304, headers=headers)
    return Response(messages, headers=headers, media_type="application/json")
