"""`./run manage backup -o FILE`: the database and every stored file in one file, made while the site runs."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection

from pmqa.backups.making import make_backup


class Command(BaseCommand):
    help = "Writes a backup of database and files. Exit 0 done, 1 it cannot be made, 2 the call is wrong."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.zip")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["output"].absolute()
        try:
            if not connection.introspection.table_names():
                raise CommandError("There is nothing to back up: the database has no tables.")
            made = make_backup(path)
        except OSError as problem:
            raise CommandError(f"{problem.filename or path}: {problem.strerror}") from None
        except DatabaseError as problem:
            raise CommandError(f"The database cannot be read: {problem}") from None
        self.stdout.write(
            f"{path}: {path.stat().st_size:,} bytes, of a database of {made['database']:,} bytes "
            f"and {made['files']:,} files of {made['bytes']:,} bytes"
        )
