"""The demonstration, seeded once for all tests of a file that read it: seeding takes seconds."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from pmqa.demo.seed import seed

QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="module")
def seeded(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Path]:
    """Seeds in a transaction that is taken back after the last test of the file; the folder of its files."""
    folder = tmp_path_factory.mktemp("demonstration")
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(PMQA_DATA=folder, MEDIA_ROOT=folder / "files", PASSWORD_HASHERS=QUICK):
            seed()
        yield folder
        transaction.set_rollback(True)


@pytest.fixture
def demonstration(seeded: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = seeded / "files"
