"""The worked example of docs/scoring.md, read as it is written: what is judged there, and what comes of it."""

import re
from pathlib import Path

from django.conf import settings

from pmqa.scoring.profiles import NOT_APPLICABLE, NOT_SEEN, PARTLY, SEEN, UNSAID, Mark

PAGE = Path(settings.BASE_DIR) / "docs/scoring.md"
VERDICTS = {
    "seen": SEEN,
    "partly": PARTLY,
    "not seen": NOT_SEEN,
    "not applicable": NOT_APPLICABLE,
    "nothing said": UNSAID,
}


def table(first: str) -> list[list[str]]:
    """The rows of the table whose first heading is `first`; of several, the first."""
    after = PAGE.read_text().split(f"| {first} |", 1)[1].split("\n\n", 1)[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in after.splitlines()[2:]]


def lines(first: str) -> list[list[str]]:
    """Those whose cells begin with a code."""
    return [row for row in table(first) if row[0].startswith("CS")]


def mark(words: str) -> Mark:
    """A mark as the page writes it: a verdict, or per cent."""
    return Mark(percent=int(words)) if words.isdecimal() else Mark(VERDICTS[words])


def checklist() -> dict[str, Mark]:
    return {row[0]: mark(row[1]) for row in lines("Point")}


def bands() -> dict[str, Mark]:
    return {row[0]: Mark(percent=int(row[1]) if row[1].isdecimal() else None) for row in lines("Letter")}


def criteria(heading: str) -> dict[str, list[str]]:
    """The cells of each criterion in the table of results whose second heading is `heading`."""
    return {row[0]: row[1:] for row in lines(f"Criterion | {heading}")}


def categories() -> list[str]:
    """The four results for the category: checklist, with a weight, bands with the cap, without."""
    return re.findall(r"\*\*([\d.]+) %\*\*", PAGE.read_text())
