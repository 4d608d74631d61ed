"""`./run manage import_workbook UNIT YEAR FILE [--trial] [--json] [--remove]`: a unit's workbook, all or nothing."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from pmqa.evidence.actions import Closed
from pmqa.exchange.imports import import_workbook
from pmqa.exchange.results import ImportResult, SheetResult, as_json
from pmqa.exchange.workbook import WorkbookRefused, read_workbook
from pmqa.management.assessments import add_assessment, assessment_named
from pmqa.organization.access import system_person

WRONG_INPUT, WRONG_CALL = 1, 2


class Command(BaseCommand):
    help = "Reads a workbook into a unit's assessment. Exit 0 done, 1 the input is wrong (nothing saved), 2 the call."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        add_assessment(parser)
        parser.add_argument("file", type=Path, help=".xlsx or .csv")
        parser.add_argument("--trial", action="store_true", help="say what would happen, and save nothing")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")
        parser.add_argument("--remove", action="store_true", help="take out stored rows that the sheets do not hold")

    def handle(self, *args: Any, **options: Any) -> None:
        assessment = assessment_named(options["unit"], options["year"])
        try:
            sheets = read_workbook(options["file"])
            result = import_workbook(
                assessment,
                sheets,
                by=system_person(assessment.unit),
                at=timezone.now(),
                trial=options["trial"],
                remove=options["remove"],
            )
        except OSError as problem:
            raise CommandError(f"{options['file']}: {problem.strerror}", returncode=WRONG_CALL) from None
        except (WorkbookRefused, Closed) as problem:
            raise CommandError(str(problem), returncode=WRONG_INPUT) from None
        self.show(result, as_text=not options["json"])
        self.refuse(result)

    def show(self, result: ImportResult, *, as_text: bool) -> None:
        if not as_text:
            self.stdout.write(json.dumps(as_json(result), ensure_ascii=False, indent=2))
            return
        for sheet in result.sheets:
            self.stdout.write(summary(sheet))
        self.stdout.write("saved" if result.saved else "nothing saved")

    def refuse(self, result: ImportResult) -> None:
        """Says what is wrong on stderr, and ends with the code for wrong input."""
        wrong = [f"{s.sheet}!{e.cell} {e.column}: {e.message}" for s in result.sheets for e in s.errors]
        if wrong:
            raise CommandError("\n".join(wrong), returncode=WRONG_INPUT)
        if not result.importable:
            why = [f"{s.sheet}: {line.why}" for s in result.sheets for line in s.skipped]
            raise CommandError("\n".join(["No table was found in the workbook.", *why]), returncode=WRONG_INPUT)


def summary(sheet: SheetResult) -> str:
    """One sheet in a few lines."""
    table = sheet.table.key if sheet.table else "-"
    counts = f"added {sheet.added}, changed {sheet.changed}, same {sheet.same}, not in the sheet {len(sheet.removed)}"
    notices = [f"  {notice.cell}: {notice.message}" for notice in sheet.notices]
    skipped = [f"  row {line.row}: {line.why}" for line in sheet.skipped]
    return "\n".join([f"{sheet.sheet} [{table}] rows {sheet.rows}: {counts}", *notices, *skipped])
