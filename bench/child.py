"""Figures from a process of its own, with an empty database in a folder that goes afterwards."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping


def in_child(module: str, what: str, database: str = "") -> dict[str, float]:
    """The figures that `module` prints for `what`, when run by itself: in the empty database at this address, or in one
    of SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PMQA_DATA": folder, "PMQA_DATABASE_URL": database}
        command = [sys.executable, "-m", module, what]
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def answer(ways: Mapping[str, Callable[[], dict[str, float]]]) -> None:
    """In the child: makes the tables, and prints the figures asked for on the command line."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pmqa.settings")
    django.setup()
    from django.core.management import call_command
    from django.utils import translation

    call_command("migrate", verbosity=0, skip_checks=True)
    with translation.override("th"):
        print(json.dumps(ways[sys.argv[1]]()))
