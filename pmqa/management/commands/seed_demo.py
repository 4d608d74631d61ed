"""`manage.py seed_demo`: demonstration units, people and evidence; the same every time."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from pmqa.demo.people import AUTHOR, EXAMPLES, PASSWORD
from pmqa.demo.seed import Seeded, seed
from pmqa.evidence.actions import Closed
from pmqa.organization.models import Person


class Command(BaseCommand):
    help = "Makes the demonstration: what is there already stays as it is. Works on an empty data folder."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--units", type=int, default=0, metavar="N", help="also N generated units, unit-0001 …")
        parser.add_argument(
            "--photographs", type=int, default=0, metavar="N", help="with --units: N small photographs in each of them"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for name in ("units", "photographs"):
            if options[name] < 0:
                raise CommandError(f"--{name} takes a number from 0.", returncode=2)
        call_command("migrate", interactive=False, verbosity=0)
        try:
            seeded = seed(options["units"], options["photographs"])
        except Closed as problem:
            raise CommandError(str(problem)) from problem
        # ./run shows this file when the site is up.
        (settings.PMQA_DATA / "demonstration.txt").write_text(logins(), encoding="utf-8")
        self.stdout.write(counts(seeded))
        self.stdout.write(logins())


def counts(seeded: Seeded) -> str:
    return (
        f"Units {seeded.units} (further units made now: {seeded.further_units}), people {seeded.people}, "
        f"assessments {seeded.assessments}"
    )


def logins() -> str:
    """Who can sign in, one a line, and the one password."""
    shown = [*EXAMPLES]
    if Person.objects.filter(username=AUTHOR.username).exists():
        shown.append(AUTHOR)
    people = "\n".join(f"  {example.username:<16}{example.kind.label}" for example in shown)
    return f"Demonstration people, all with the password {PASSWORD}\n{people}\n"
