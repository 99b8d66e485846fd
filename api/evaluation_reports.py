"""The report of an evaluation as Markdown with charts, as JSON or as a page of HTML."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from api.usage import UsageError
from kiosk_ui.svg.charts import MOST_CURVES, ErrorCurve, draw_error_curves
from positioning.evaluating.report import Table, make_document, make_tables, to_markdown
from positioning.evaluating.runs import Run, say_mode

FORMATS = (".md", ".json", ".html")
BEGIN, END = "<!-- evaluation -->", "<!-- end of evaluation -->"


def draw_charts(runs: Sequence[Run]) -> dict[str, str]:
    """Draw one chart, by the name of its file, for each track that has answers."""
    charts = {}
    for name, group in groupby(runs, key=lambda run: run.name):
        answered = [run for run in group if run.score.answered][:MOST_CURVES]
        if answered:
            curves = [ErrorCurve(say_mode(run), run.answered.errors_m) for run in answered]
            file = f"{re.sub('[^A-Za-z0-9_]+', '-', name)}.svg"
            charts[file] = draw_error_curves(name, answered[0].unit, curves)
    return charts


def write_report(path: Path, runs: Sequence[Run]) -> None:
    """Write a report in the format that the file's name tells.

    Markdown has its charts in a folder of the same name beside it; what stands around the
    lines `BEGIN` and `END` of a file that has them is kept.

    Raises
    ------
    UsageError
        If it cannot be written.
    """
    charts = {} if path.suffix == ".json" else draw_charts(runs)
    try:
        if path.suffix == ".md":
            _write_charts(path.with_suffix(""), charts)
            text = _keep_around(path, _to_markdown(runs, path.stem, charts))
        elif path.suffix == ".html":
            text = _to_html(make_tables(runs), charts)
        else:
            text = json.dumps(make_document(runs), indent=1, ensure_ascii=False) + "\n"
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror}).") from error


def check_report(path: Path) -> None:
    """Refuse early what could not be written after minutes of work.

    Raises
    ------
    UsageError
        If the ending is unknown or the folder is missing.
    """
    if path.suffix not in FORMATS:
        raise UsageError(f"{path}: must end with {', '.join(FORMATS[:-1])} or {FORMATS[-1]}.")
    if not path.parent.is_dir():
        raise UsageError(f"{path}: cannot be written (no folder {path.parent}).")


def _write_charts(folder: Path, charts: dict[str, str]) -> None:
    folder.mkdir(exist_ok=True)
    for name, svg in charts.items():
        (folder / name).write_text(f"{svg}\n", encoding="utf-8", newline="")


def _to_markdown(runs: Sequence[Run], folder: str, charts: dict[str, str]) -> str:
    parts = [
        part
        for table in make_tables(runs)
        for part in (f"## {table.title}", table.note, to_markdown(table))
    ]
    links = [f"![Errors of {name.removesuffix('.svg')}]({folder}/{name})" for name in charts]
    return "\n\n".join([*parts, "## Curves", *links])


def _keep_around(path: Path, text: str) -> str:
    """Put the text between the marks of the file there is; without marks it is all."""
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    before, begin, rest = old.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        return f"# Evaluation of positions\n\n{text}\n"
    return f"{before}{BEGIN}\n\n{text}\n\n{END}{after}"


_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Evaluation of positions</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<style>
body{{font:16px system-ui,sans-serif;margin:2rem auto;max-width:80rem;padding:0 1rem}}
table{{border-collapse:collapse;font-variant-numeric:tabular-nums}}
th,td{{padding:.2rem .6rem;border-bottom:1px solid #818F94;text-align:right}}
.w{{text-align:left}}
.t{{overflow-x:auto}}
</style></head><body><h1>Evaluation of positions</h1>
{body}
</body></html>
"""


def _to_html(tables: Sequence[Table], charts: dict[str, str]) -> str:
    parts = [
        part
        for table in tables
        for part in (
            f"<h2>{table.title}</h2><p>{html.escape(table.note)}</p>",
            _html_table(table),
        )
    ]
    figures = [f"<figure>{svg}</figure>" for svg in charts.values()]
    return _PAGE.format(body="\n".join([*parts, "<h2>Curves</h2>", *figures]))


def _html_table(table: Table) -> str:
    head = _html_row("th", table.head, table.words)
    rows = "\n".join(_html_row("td", row, table.words) for row in table.rows)
    return f'<div class="t"><table><thead>{head}</thead><tbody>\n{rows}\n</tbody></table></div>'


def _html_row(tag: str, cells: Sequence[str], words: int) -> str:
    parts = (
        f"<{tag}{' class=w' if number < words else ''}>{html.escape(cell)}</{tag}>"
        for number, cell in enumerate(cells)
    )
    return f"<tr>{''.join(parts)}</tr>"
