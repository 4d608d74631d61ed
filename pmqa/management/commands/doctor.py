"""`./run doctor`: is the installation sound, is the data sound. A line each; exit 0 only if all holds."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pmqa.management.health import CHECKS


class Command(BaseCommand):
    help = "Says whether the installation and the data are sound."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        for number, check in enumerate(CHECKS, start=1):
            problem = check.problem()
            self.stdout.write(f"WRONG  {check.name}: {problem}" if problem else f"ok     {check.name}")
            if remark := check.remark():
                self.stdout.write(f"       {remark}")
            wrong += bool(problem)
            if problem and check.needed and number < len(CHECKS):
                raise CommandError(f"{wrong} wrong; {len(CHECKS) - number} checks were left out because of the last.")
        if wrong:
            raise CommandError(f"{wrong} of {len(CHECKS)} checks found something wrong.")
        self.stdout.write("All is sound.")
