"""`./run manage restore FILE`: puts a backup back into an empty place, and looks whether all is sound."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from pmqa.backups.archive import NoBackup
from pmqa.backups.restoring import NotHere, restore


class Command(BaseCommand):
    help = "Puts a backup back where there is nothing yet. Exit 0 done, 1 it cannot be put back, 2 the call is wrong."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            restore(path, self.stdout.write)
        except (NotHere, NoBackup) as reason:
            raise CommandError(f"{path} is not put back: {reason}.") from None
        except OSError as problem:
            raise CommandError(f"{problem.filename or path}: {problem.strerror}") from None
        except DatabaseError as problem:
            raise CommandError(f"The database refused the backup, and is empty again: {problem}") from None
        if not any(Path(settings.STATIC_ROOT).glob("*")):
            call_command("prepare", static=True, stdout=self.stdout)
        self.stdout.write("Put back. Looking at it:")
        call_command("doctor", stdout=self.stdout)
