"""Pages from views: the templates and what they may call."""

from __future__ import annotations

from functools import cache, partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from kiosk_ui.messages import TAG, say
from kiosk_ui.modules import list_modules


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("kiosk_ui"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _inline_svg(svg: str) -> Markup:
    """Mark a drawing of our own as safe, without the XML declaration that HTML cannot have."""
    start = svg.find("<svg")
    return Markup(svg[start:] if start >= 0 else "")


def render(template: str, view: Any, language: str) -> str:
    """Render a page.

    Parameters
    ----------
    template : str
        Name of a template, such as ``"home"``.
    view : record of kiosk_ui.views
        What the template shows, as ``view``.
    language : str
        Language of the interface.

    Returns
    -------
    str
        An HTML document.
    """
    page = _environment().get_template(f"{template}.html")
    words = partial(_say_in, language)
    return page.render(
        view=view,
        language=language,
        tag=say(TAG, language),
        say=words,
        svg=_inline_svg,
        modules=list_modules,
    )


def _say_in(language: str, key: str, **params: str | int | float) -> str:
    return say(key, language, **params)
