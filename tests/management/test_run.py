"""The one script that starts everything. Its set-up is tried by running it on a bare machine, see CONTRIBUTING."""

import json
import os
import subprocess
from pathlib import Path

from django.conf import settings

RUN = Path(settings.BASE_DIR) / "run"


def run(*arguments: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PMQA_DATA": "data", "PMQA_PORT": "8000", **variables}
    environment.pop("PMQA_DATABASE_URL", None)
    return subprocess.run([RUN, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_help_lists_the_verbs(tmp_path: Path) -> None:
    assert "./run doctor" in run("help", folder=tmp_path).stdout


def test_an_unknown_verb_is_a_wrong_call(tmp_path: Path) -> None:
    assert run("fly", folder=tmp_path).returncode == 2


def test_a_port_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    done = run(folder=tmp_path, PMQA_PORT="80000000")
    assert done.returncode == 1
    assert "choose another: PMQA_PORT=8001 ./run" in done.stderr


def test_manage_sets_up_an_empty_folder_and_says_so_on_stderr(tmp_path: Path) -> None:
    code = "import json; from pmqa.organization.models import Unit; print(json.dumps(Unit.objects.count()))"
    first = run("manage", "shell", "--no-imports", "-c", code, folder=tmp_path)
    assert json.loads(first.stdout) == 0, first.stderr
    assert "Bringing the tables up to date" in first.stderr
    assert (tmp_path / "data" / "pmqa.sqlite3").exists()
    second = run("manage", "shell", "--no-imports", "-c", code, folder=tmp_path)
    assert (second.stdout, second.stderr) == (first.stdout, "")
