"""The file of a backup is whole or not there, and is believed only as far as its hashes hold."""

import json
import zipfile
from pathlib import Path

import pytest

from pmqa.backups.archive import MANIFEST, NoBackup, reading, writing

ABOUT = {"release": "0"}


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    path = tmp_path / "a.zip"
    with writing(path, ABOUT) as to:
        to.add("files/ก.jpg", [b"12", b"3"])
        to.add("tables/b.copy", [b"rows"])
    return path


def altered(backup: Path, **entries: bytes) -> Path:
    """A copy of the backup with other entries in the place of those, all else as it was."""
    path = backup.with_name("altered.zip")
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, entries.pop(name, None) or old.read(name))
        for name, content in entries.items():
            new.writestr(name, content)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(NoBackup) as told, reading(path) as found:
        found.verify()
    return str(told.value)


def test_what_was_written_is_read(backup: Path) -> None:
    with reading(backup) as found:
        found.verify()
        assert found.about == ABOUT
        assert found.below("files/") == ["files/ก.jpg"]
        assert b"".join(found.chunks("files/ก.jpg")) == b"123"
    assert backup.stat().st_mode & 0o777 == 0o600


def test_one_that_fails_in_the_middle_leaves_nothing(tmp_path: Path) -> None:
    def fail() -> None:
        with writing(tmp_path / "a.zip", ABOUT) as to:
            to.add("files/a.jpg", (chunk for chunk in [b"1", 1 / 0]))  # type: ignore[list-item]

    with pytest.raises(ZeroDivisionError):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_there_is_never_one_written_over(backup: Path) -> None:
    before = backup.read_bytes()
    with pytest.raises(FileExistsError), writing(backup, ABOUT):
        pass
    assert backup.read_bytes() == before


def test_another_content_is_refused(backup: Path) -> None:
    assert "is not what was backed up" in refusal(altered(backup, **{"files/ก.jpg": b"124"}))
    assert "does not hold what" in refusal(altered(backup, **{"files/more.jpg": b"1"}))


def test_a_damaged_one_is_refused(backup: Path, tmp_path: Path) -> None:
    content = bytearray(backup.read_bytes())
    content[content.index(b"123")] = 0x39
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(content)
    assert "cannot be read" in refusal(damaged)
    damaged.write_bytes(content[:100])
    assert "damaged, or no backup" in refusal(damaged)
    with zipfile.ZipFile(damaged, "w") as other:
        other.writestr("a", "b")
    assert "no backup" in refusal(damaged)


def test_one_of_a_later_format_is_refused(backup: Path) -> None:
    with zipfile.ZipFile(backup) as old:
        told = json.loads(old.read(MANIFEST))
    later = altered(backup, **{MANIFEST: json.dumps({**told, "format": 2}).encode()})
    assert "knows more" in refusal(later)
