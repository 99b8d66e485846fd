"""What of a page is English, where it should be in the reader's language."""

import html
import re

UNSEEN = re.compile(r"<(script|style|svg)\b.*?</\1>", re.DOTALL)
SAID = re.compile(r'(?:aria-label|aria-valuetext|placeholder|title|alt|data-busy)="([^"]*)"')
TAG = re.compile(r"<[^>]*>", re.DOTALL)
WORDS = re.compile(
    r"\b(?:the|is|are|must|cannot|of|and|not|with|please|should|found|invalid|field|error|value)\b",
    re.IGNORECASE,
)


def english_lines(page: str) -> list[str]:
    """List what a reader of a page in Finnish sees or hears in English."""
    told = UNSEEN.sub(" ", page)
    lines = (*TAG.sub("\n", told).splitlines(), *SAID.findall(told))
    return [each for each in map(html.unescape, lines) if WORDS.search(each)]
