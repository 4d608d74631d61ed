"""`./run manage annual_report YEAR -o FOLDER [--format pdf|xlsx|zip]`: the annual report over all units."""

import shutil
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from pmqa.annual.assembling import take_assembling
from pmqa.annual.formats import MAKING
from pmqa.annual.jobs import ask_for_annual_report, make_next, put_together
from pmqa.annual.models import AnnualJob, Progress
from pmqa.cycle.models import Round
from pmqa.evidence.durable import open_stored

WRONG_CALL = 2
# Seconds between two looks at a job of which other workers make the last units.
A_LOOK = 1


class Command(BaseCommand):
    help = (
        "Makes the annual report over all units of a year, here and with the workers that run: where they have begun "
        "the same, it goes on with it. Exit 0 done, 1 the input is wrong or it failed, 2 the call is wrong."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", metavar="YEAR", type=int, help="fiscal year, Buddhist era")
        parser.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER")
        parser.add_argument("--format", choices=[each.lower() for each in MAKING], help="by itself all of them")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="th")
        parser.add_argument("--thai-digits", action="store_true", help="figures and dates in Thai digits")

    def handle(self, *args: Any, **options: Any) -> None:
        round_ = Round.objects.filter(year=options["year"]).first()
        if round_ is None:
            raise CommandError(_("There is no round %(year)s.") % {"year": options["year"]})
        folder: Path = options["output"]
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise CommandError(f"{folder}: {problem.strerror}", returncode=WRONG_CALL) from None
        for format_ in [options["format"].upper()] if options["format"] else MAKING:
            missing = MAKING[format_].missing()
            if missing:
                raise CommandError(missing)
            told = {"language": options["language"], "thai_digits": options["thai_digits"]}
            job = ask_for_annual_report(round_=round_, format=format_, **told, by=None, at=timezone.now())
            self._make(job)
            self._hand_out(job, folder / f"annual-{round_.year}.{MAKING[format_].ending}")

    def _make(self, job: AnnualJob) -> None:
        """Makes what is free, waits for what others make, and puts it together where nobody else does."""
        while job.is_open:
            if not make_next(job):
                if take_assembling(job):
                    put_together(job.pk)
                else:
                    time.sleep(A_LOOK)
            job = AnnualJob.objects.select_related("round", "by").get(pk=job.pk)
            if self.stderr.isatty():
                done = job.progress
                self.stderr.write(f"\r{job.format} {done.finished} / {done.units}", ending="")

    def _hand_out(self, job: AnnualJob, file: Path) -> None:
        job.refresh_from_db()
        if not job.is_done:
            raise CommandError(job.error or str(job.get_state_display()))
        aside = file.with_name(f".{file.name}.aside")
        try:
            with open_stored(job.stored) as source, open(aside, "wb") as target:
                shutil.copyfileobj(source, target, 1024 * 1024)
            aside.replace(file)
        except OSError as problem:
            aside.unlink(missing_ok=True)
            raise CommandError(f"{file}: {problem.strerror}", returncode=WRONG_CALL) from None
        done = Progress.of(job)
        left = f", {done.failed} could not be made" if done.failed else ""
        self.stdout.write(f"{file} ({job.size:,} bytes, {done.made} units{left})")
