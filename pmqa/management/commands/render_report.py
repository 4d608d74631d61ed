"""`./run manage render_report UNIT YEAR -o FILE.pdf`: the unit report as a PDF, or as JSON with `--format json`."""

import os
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import override

from pmqa.cycle.models import Assessment
from pmqa.management.assessments import add_assessment, assessment_named
from pmqa.reports.files import report_file
from pmqa.reports.gathering import report_of
from pmqa.reports.pdf import pango_missing
from pmqa.reports.report import json_of


class Command(BaseCommand):
    help = "Makes a unit's report: a PDF, or with --format json its content as data."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        add_assessment(parser)
        parser.add_argument("-o", "--output", metavar="FILE", type=Path, required=True, help="the file to write")
        parser.add_argument("--format", choices=["pdf", "json"], default="pdf")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="th")
        parser.add_argument("--thai-digits", action="store_true", help="figures and dates in Thai digits")
        parser.add_argument("--tagged", action="store_true", help="for screen readers (PDF/UA-1)")

    def handle(self, *args: Any, **options: Any) -> None:
        assessment = assessment_named(options["unit"], options["year"])
        file: Path = options["output"]
        if not file.parent.is_dir() or file.is_dir():
            raise CommandError(_("“%(file)s” cannot be written: there is no such folder.") % {"file": file})
        try:
            _write(file, _content(assessment, options))
        except OSError as error:
            texts = {"file": file, "reason": error.strerror}
            raise CommandError(_("“%(file)s” cannot be written: %(reason)s.") % texts) from None


def _content(assessment: Assessment, options: dict[str, Any]) -> bytes:
    if options["format"] == "json":
        with override(options["language"]):
            return json_of(report_of(assessment))
    missing = pango_missing()
    if missing:
        raise CommandError(missing)
    return report_file(
        assessment,
        language=options["language"],
        thai_digits=options["thai_digits"],
        tagged=options["tagged"],
    )


def _write(file: Path, content: bytes) -> None:
    """Writes beside the file and puts it in place at once: a full disk leaves an older report as it was."""
    handle, aside = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(content)
        os.chmod(aside, 0o644)
        os.replace(aside, file)
    except OSError:
        Path(aside).unlink(missing_ok=True)
        raise
