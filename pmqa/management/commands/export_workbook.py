"""`./run manage export_workbook UNIT YEAR -o FILE.xlsx`: every table of a unit in the official layout."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from pmqa.exchange.exports import unit_workbook
from pmqa.management.assessments import add_assessment, assessment_named

WRONG_CALL = 2


class Command(BaseCommand):
    help = "Writes the workbook of a unit's assessment. Exit 0 done, 2 the call is wrong."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        add_assessment(parser)
        parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.xlsx")

    def handle(self, *args: Any, **options: Any) -> None:
        content = unit_workbook(assessment_named(options["unit"], options["year"]))
        try:
            options["output"].write_bytes(content)
        except OSError as problem:
            raise CommandError(f"{options['output']}: {problem.strerror}", returncode=WRONG_CALL) from None
        self.stdout.write(f"{options['output']} ({len(content):,} bytes)")
