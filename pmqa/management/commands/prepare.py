"""`manage.py prepare`: what `./run` sets up in the data folder; one process, as starting Django takes a second."""

import io
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from pmqa.management.nightly import plan_nightly
from pmqa.organization.models import Unit
from pmqa.storage.turns import turn

# Variants in the packages that no page uses; compressing them would take most of the first start.
NOT_SERVED = [
    *("bootstrap-*", "bootstrap.css*", "*.rtl.*", "*-4.js", "*-4.min.js", "hx-*"),
    *("Sarabun-Thin*", "Sarabun-ExtraLight*", "Sarabun-Light*", "Sarabun-Medium*", "Sarabun-ExtraBold*"),
]


class Command(BaseCommand):
    help = "Brings the data folder up to date: tables, static files, demonstration data where there is no unit yet."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--database", action="store_true")
        parser.add_argument("--static", action="store_true")
        parser.add_argument("--demonstration", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["database"]:
            self.bring_tables_up_to_date()
        if options["static"]:
            self.stdout.write("Collecting the static files ...")
            call_command("collectstatic", interactive=False, clear=True, verbosity=0, ignore_patterns=NOT_SERVED)
        if options["demonstration"] and settings.DEMONSTRATION and not Unit.objects.exists():
            self.stdout.write("Making the demonstration data ...")
            call_command("seed_demo", stdout=io.StringIO())

    def bring_tables_up_to_date(self) -> None:
        # Machines that are started together would each lay the same tables.
        with turn("tables", wait=True):
            self.lay_what_is_missing()

    def lay_what_is_missing(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Bringing the tables up to date ...")
            call_command("migrate", interactive=False, verbosity=0)
        plan_nightly()
