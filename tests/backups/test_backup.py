"""A backup holds the whole and is put back only where there is nothing: files, rows, guards, numbers given once."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.utils import timezone

from pmqa.backups import making, nightly, release
from pmqa.backups.archive import reading
from pmqa.backups.making import make_backup
from pmqa.backups.restoring import NotHere, refuse_unfit, restore
from pmqa.cycle.models import Assessment
from pmqa.evidence.actions import writing
from pmqa.evidence.durable import is_stored, read_stored, remove_stored, stored_below
from pmqa.evidence.files import store_file
from pmqa.evidence.models import EvidenceFile
from pmqa.freezing.verifying import missing_guards
from pmqa.guards import lift
from pmqa.organization.models import Person, Unit
from pmqa.storage.turns import turn

# Tests with transactions of their own are slow to clear away: few, and each looks at much.
committed = pytest.mark.django_db(transaction=True)


@pytest.fixture
def evidence(assessment: Assessment, staff: Person) -> EvidenceFile:
    with writing(assessment, staff):
        told = {"title": "บันทึก\\N\tการประชุม", "content": b"%PDF-1.7 minutes", "name": "a.pdf"}
        return store_file(assessment=assessment, criterion="CS1", by=staff, at=timezone.now(), **told)


@pytest.fixture
def backup(evidence: EvidenceFile, tmp_path: Path) -> Path:
    path = tmp_path / "backup.zip"
    made = make_backup(path)
    assert (made["files"], made["bytes"]) == (1, 16)
    return path


def put_back_in_its_place(backup: Path, into: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    """Puts the database back (SQLite: as the file `into`); asks it for one value."""
    if connection.vendor == "sqlite":
        monkeypatch.setitem(connection.settings_dict, "NAME", str(into))
        # The database of the tests is in memory: closed, it would be gone, and the next test would find this one.
        monkeypatch.setattr(connection, "close", lambda: None)
    with reading(backup) as found:
        making.database().put_back(found)

    def asked(question: str) -> Any:
        if connection.vendor == "sqlite":
            opened = sqlite3.connect(into)
            try:
                return opened.execute(question).fetchone()[0]
            finally:
                opened.close()
        with connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone()[0]

    return asked


@committed
@pytest.mark.database
def test_the_database_comes_back_as_it_was(
    backup: Path, evidence: EvidenceFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Assessment.objects.filter(pk=evidence.assessment_id).update(state=Assessment.State.SUBMITTED)
    frozen = tmp_path / "frozen.zip"
    make_backup(frozen)
    lift(connection)
    EvidenceFile.objects.update(title="other")
    Unit.objects.create(code="late", name="late")
    asked = put_back_in_its_place(frozen, tmp_path / "back.sqlite3", monkeypatch)
    assert asked("SELECT title FROM evidence_evidencefile") == evidence.title
    assert asked("SELECT count(*) FROM organization_unit WHERE code = 'late'") == 0
    if connection.vendor == "postgresql":
        assert missing_guards() == []
        with pytest.raises(IntegrityError, match="frozen"):
            EvidenceFile.objects.update(title="other")
        again = tmp_path / "again.zip"
        make_backup(again)
        with reading(frozen) as first, reading(again) as second:
            assert first.entries == second.entries
    else:
        assert asked("SELECT count(*) FROM sqlite_master WHERE name LIKE 'guard_frozen_evidence_evidencefile%'") == 3


@committed
def test_the_files_come_back_where_there_is_nothing_and_a_failure_takes_them_away(
    backup: Path, evidence: EvidenceFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert refusal(backup) == "the database is not empty"
    with pytest.raises(CommandError, match="is not put back: the database is not empty") as told:
        call_command("restore", str(backup))
    assert told.value.returncode == 1
    monkeypatch.setattr(connection.introspection, "table_names", lambda *_given, **_names: [])
    assert refusal(backup) == "there are stored files already"
    name, listed = str(evidence.stored.name), list(stored_below(""))
    remove_stored(name)
    assert refusal(backup) == ""
    database = making.database()

    def full(_backup: Any) -> None:
        assert is_stored(name)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(database, "clear", lambda: None)
    monkeypatch.setattr(database, "put_back", full)
    with pytest.raises(OSError, match="No space"):
        restore(backup, print)
    assert list(stored_below("")) == []
    monkeypatch.setattr(making, "stored_below", lambda _folder: iter(listed))
    assert make_backup(tmp_path / "b.zip")["files"] == 0  # removed after the list was made
    monkeypatch.setattr(database, "put_back", lambda _backup: None)
    restore(backup, print)
    assert read_stored(name) == b"%PDF-1.7 minutes"


def refusal(backup: Path) -> str:
    try:
        with reading(backup) as found:
            refuse_unfit(found)
    except NotHere as reason:
        return str(reason)
    return ""


def test_another_release_database_or_key_is_told(settings: Any, db: None) -> None:
    here = release.about()
    assert release.disagreement(here, has_key=False) == ""
    assert "another release (0.1; 1 steps" in release.disagreement(
        {**here, "release": "0.1", "migrations": [*here["migrations"], "pmqa.0999_later"]}, has_key=False
    )
    assert "1 are missing" in release.disagreement({**here, "migrations": here["migrations"][1:]}, has_key=False)
    assert "it is of mysql" in release.disagreement({**here, "database": "mysql"}, has_key=False)
    settings.SECRET_KEY = "another" * 10
    assert "PMQA_SECRET_KEY" in release.disagreement(here, has_key=False)
    assert release.disagreement(here, has_key=True) == ""


def test_the_night_keeps_the_last_seven(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    monkeypatch.setattr(nightly, "make_backup", lambda path: path.write_bytes(b"new"))
    settings.PMQA_BACKUPS = folder = tmp_path / "backups"
    folder.mkdir()
    for day in range(1, 10):
        (folder / f"pmqa-2025-01-0{day}-011500.zip").write_bytes(b"old")
    (folder / "mine.zip").write_bytes(b"of somebody")
    made = nightly.back_up()
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["mine.zip", *(f"pmqa-2025-01-0{day}-011500.zip" for day in range(4, 10)), made]
    with turn("nightly backup"):
        assert nightly.back_up() == ""  # delivered again while the first is at work
    settings.PMQA_BACKUPS = None
    assert nightly.back_up() == ""


def test_a_night_that_fails_keeps_the_older_ones(settings: Any, tmp_path: Path, db: None) -> None:
    settings.PMQA_BACKUPS = folder = tmp_path / "backups"
    folder.write_bytes(b"in the way")
    with pytest.raises(OSError, match="exists"):
        nightly.back_up()
