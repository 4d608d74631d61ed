"""The figures of one assessment, read back from each form in which they are given: JSON, workbook, pages, PDF."""

import io
import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.test import Client
from django.urls import reverse

from pmqa.criteria import CRITERIA
from pmqa.cycle.models import Assessment
from pmqa.exchange.exports import unit_workbook
from pmqa.exchange.lines import read_lines
from pmqa.exchange.recognition import Recognised, is_ours, recognise
from pmqa.exchange.told_sheets import FINDINGS, SCORES
from pmqa.exchange.workbook import SheetGrid, read_workbook
from pmqa.reports.gathering import report_of
from pmqa.reports.pdf import render_pdf
from pmqa.reports.render import report_html, stylesheet
from pmqa.reports.report import PaperTable, Report, json_of
from pmqa.thai.text import normalise, split_names

WORDS = {"MET": "ครบ", "PARTLY": "บางส่วน", "MISSING": "ยังไม่มี"}
NOTHING = "–"


@dataclass(frozen=True)
class Figures:
    """`counts` (met, partly, missing) and `scores` (own, published) by criterion, `statuses` by point in words, `rows`
    by table."""

    counts: dict[str, tuple[int, ...]]
    scores: dict[str, tuple[str, str]]
    statuses: dict[str, str]
    rows: dict[str, int]


def of_json(assessment: Assessment) -> Figures:
    told = json.loads(json_of(report_of(assessment)))
    criteria = told["criteria"]
    scores = told["scores"]["lines"] if told["scores"] else []
    shared = [*told["registers"], told["improvements"]]
    tables = [table for each in criteria for table in each["tables"]]
    return Figures(
        {each["code"]: tuple(each["counts"][name] for name in ("met", "partly", "missing")) for each in criteria},
        {line["code"]: (line["own"], line["published"]) for line in scores},
        {point["code"]: WORDS[point["status"]] for each in criteria for point in each["points"]},
        {table["key"]: len(table["lines"]) for table in (*shared, *tables)} | {"evidence": len(told["evidence"])},
    )


def of_workbook(assessment: Assessment) -> Figures:
    grids = {grid.title: grid for grid in read_workbook(io.BytesIO(unit_workbook(assessment)))}
    scores = {str(row[0]): row for row in _told(grids[SCORES])}
    rows = {}
    for grid in grids.values():
        found = None if is_ours(grid) else recognise(grid)
        if isinstance(found, Recognised):
            rows[found.table.key] = len(read_lines(grid, found).lines)
    return Figures(
        {code: tuple(map(int, row[2:5])) for code, row in scores.items()},
        {code: (_per_cent(row, 5), _per_cent(row, 6)) for code, row in scores.items() if len(row) > 5},
        {str(row[1]): str(row[4]) for row in _told(grids[FINDINGS])},
        rows,
    )


def _told(grid: SheetGrid) -> Iterator[list[Any]]:
    return (row for row in grid.rows.values() if re.match(r"CS\d", str(row[0])))


def _per_cent(row: list[Any], place: int) -> str:
    value = row[place] if len(row) > place else None
    return "" if value is None else f"{float(value):.1f}"


def of_pages(assessment: Assessment, client: Client) -> Figures:
    place = [assessment.unit.code, assessment.year]
    pages = [client.get(reverse("criterion", args=[*place, each.code.lower()])).context for each in CRITERIA]
    shown = client.get(reverse("results", args=place))
    results = shown.context["results"].criteria if shown.status_code == 200 else []
    counts = {page["criterion"].code: page["tally"] for page in pages}
    return Figures(
        {code: (tally.met, tally.partly, tally.missing) for code, tally in counts.items()},
        {each.criterion.code: (_shown(each.own), _shown(each.percent)) for each in results},
        {point.guideline.code: WORDS[point.status] for page in pages for point in page["points"]},
        {table.key: count for page in pages for table, count in page["tables"]},
    )


def _shown(percent: Any) -> str:
    return "" if percent is None else str(percent)


def rows_behind(report: Report) -> dict[str, int]:
    """The stored rows behind the lines of each table: a row a line, or a row a tick."""
    tables = [table for part in report.criteria for table in part.tables]
    return {table.key: _stored(table) for table in (*tables, report.improvements)}


def _stored(table: PaperTable) -> int:
    ticks = [place for place, column in enumerate(table.columns) if column.tick]
    if not ticks:
        return len(table.lines)
    block = [place for place, column in enumerate(table.columns) if column.above]
    return sum(_named(line[place], is_tick=place in ticks) for line in table.lines for place in block)


def _named(cell: object, *, is_tick: bool) -> int:
    """How many rows a cell in a block of ticks stands for: one that is ticked, or those that are named."""
    return bool(cell) if is_tick else len(split_names(str(cell)))


class Paper:
    """The words of the PDF without any white space. Pictures are left out: they have no figures of their own."""

    def __init__(self, assessment: Assessment) -> None:
        whole = report_of(assessment)
        none: dict[str, Any] = dict.fromkeys(("charts", "flows", "found", "photo_sheets", "pictures"), ())
        parts = tuple(replace(part, **none) for part in whole.criteria)
        self.report = replace(whole, criteria=parts, other_pictures=())
        pdf = render_pdf(report_html(self.report), stylesheet=stylesheet())
        # In the order in which it is drawn: cell by cell.
        found = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
        self.text = squeezed(found.stdout.decode())

    def says(self, *cells: object) -> bool:
        """Whether these cells stand side by side."""
        return squeezed("".join(map(str, cells))) in self.text

    def lost(self) -> list[str]:
        """The cells of tables that stand in the report more often than on paper; of long ones the beginning counts."""
        tables = [*self.report.registers, *(table for part in self.report.criteria for table in part.tables)]
        cells = Counter(squeezed(cell)[:24] for cell in _cells([*tables, self.report.improvements]))
        return [cell for cell, count in cells.items() if cell and self.text.count(cell) < count]


def _cells(tables: Iterable[PaperTable]) -> Iterator[str]:
    return (cell for table in tables for line in table.lines for cell in line if isinstance(cell, str))


def squeezed(text: str) -> str:
    """Without white space, in one spelling: a reader gives ligatures as they are drawn."""
    return "".join(normalise(text.replace("ﬁ", "fi").replace("ﬂ", "fl")).split())
