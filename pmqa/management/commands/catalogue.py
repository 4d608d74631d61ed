"""`./run manage catalogue extract|compile|check`: the Thai catalogue, without gettext."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from pmqa.management.catalogue import compile_catalogue, problems, project_texts, read_catalogue, written


class Command(BaseCommand):
    help = "Collects the texts of the project into the Thai catalogue, compiles it, or says what is missing."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=("extract", "compile", "check"))

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.LOCALE_PATHS[0]) / "th" / "LC_MESSAGES" / "django.po"
        {"extract": self.extract, "compile": compile_catalogue, "check": self.find_problems}[options["what"]](path)

    def extract(self, path: Path) -> None:
        text = written(project_texts(settings.BASE_DIR), read_catalogue(path))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        compile_catalogue(path)

    def find_problems(self, path: Path) -> None:
        found = list(problems(project_texts(settings.BASE_DIR), read_catalogue(path)))
        if found:
            raise CommandError("\n".join([*found, f"{len(found)} texts to mend in {path.name}"]))
        self.stdout.write("The Thai catalogue is complete.")
