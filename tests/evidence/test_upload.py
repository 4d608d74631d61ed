"""Evidence files: what is kept and under which number, what is refused, and that nothing is left over."""

import errno
import hashlib
import os
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.translation import gettext as _

from pmqa.evidence.files import LARGEST
from pmqa.evidence.models import EvidenceFile, RowChange
from tests.every_table.desk import Desk, text_of
from tests.evidence.pictures import DOCX, EPS, HTML, PDF, SVG, huge_png, picture, sent, with_gps

Upload = Callable[..., Any]
OnDisk = Callable[[], list[Path]]

REFUSED = _("“%(name)s” is not a file that can be kept as evidence. Use JPEG, PNG, WEBP, PDF, DOCX, XLSX or PPTX.")


def test_files_are_kept_under_running_numbers(upload: Upload, on_disk: OnDisk) -> None:
    upload(("ภาพ กิจกรรม.JPG", picture()), ("คำสั่ง.pdf", PDF), ("แบบ.docx", DOCX))
    files = list(EvidenceFile.objects.all())
    assert [file.number for file in files] == ["E-CS1-2569-001", "E-CS1-2569-002", "E-CS1-2569-003"]
    assert [file.title for file in files] == ["ภาพ กิจกรรม", "คำสั่ง", "แบบ"]
    assert [file.content_type.split("/")[1][:4] for file in files] == ["jpeg", "pdf", "vnd."]
    assert len(on_disk()) == 4  # the picture has a thumbnail
    for file in files:
        content = file.stored.read()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file.size, file.sha256)
        file.stored.close()


@pytest.mark.parametrize(
    ("asked", "number"), [("CS2", "E-CS2-2569-001"), ("", "E-P-2569-001"), ("../x", "E-P-2569-001")]
)
def test_the_number_names_the_criterion(upload: Upload, asked: str, number: str) -> None:
    upload(("a.pdf", PDF), criterion=asked)
    assert EvidenceFile.objects.get().number == number


def test_a_number_once_given_is_not_given_again(upload: Upload, desk: Desk) -> None:
    upload(("a.pdf", PDF), ("b.pdf", PDF))
    desk.post("delete", EvidenceFile.objects.get(number="E-CS1-2569-002").pk)
    upload(("c.pdf", PDF))
    assert EvidenceFile.objects.last().number == "E-CS1-2569-003"


def test_a_script_is_answered_in_json(upload: Upload) -> None:
    good = upload(("a.pdf", PDF), accept="application/json")
    assert good.json() == {"kept": [{"number": "E-CS1-2569-001", "title": "a"}]}
    bad = upload(("a.exe", b"MZ"), accept="application/json")
    assert (bad.status_code, bad.json()) == (422, {"error": REFUSED % {"name": "a.exe"}})


def test_files_sent_twice_are_kept_once(upload: Upload, on_disk: OnDisk) -> None:
    key = str(uuid.uuid4())
    for _time in range(2):
        upload(("a.pdf", PDF), sent=key)
    assert EvidenceFile.objects.count() == 1
    assert len(on_disk()) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("drawing.jpg", SVG),
        ("page.jpg", HTML),
        ("page.pdf", HTML),
        ("print.png", EPS),
        ("program.exe", b"MZ"),
        ("picture.svg", SVG),
        ("picture.gif", b"GIF89a"),
        ("picture.html", picture()),
        ("picture", picture()),
        ("picture.pdf", picture()),
        ("photo.png", picture("JPEG")),
        ("table.xlsm", DOCX),
    ],
)
def test_a_file_of_another_kind_is_refused_whatever_its_name(
    upload: Upload, on_disk: OnDisk, name: str, content: bytes
) -> None:
    assert REFUSED % {"name": name} in text_of(upload((name, content)))
    assert not EvidenceFile.objects.exists()
    assert on_disk() == []


def test_empty_large_and_damaged_files_are_refused_in_words(upload: Upload, on_disk: OnDisk) -> None:
    whole = picture(size=(800, 600))
    for name, content, words in (
        ("a.pdf", b"", _("“%(name)s” is empty.")),
        ("a.pdf", PDF + b"\0" * LARGEST, _("“%(name)s” is too large: at most 25 MB.")),
        ("a.jpg", whole[: len(whole) // 3], _("The picture is damaged or of an unknown kind.")),
        ("a.png", huge_png(), _("The picture is too large: at most 50 million pixels.")),
    ):
        assert words % {"name": name} in text_of(upload((name, content))), name
    assert not EvidenceFile.objects.exists()
    assert on_disk() == []


def test_no_file_and_no_key_are_said(upload: Upload) -> None:
    assert _("Choose a file first.") in text_of(upload())
    assert _("This form is out of date. Open the page again.") in text_of(upload(("a.pdf", PDF), sent="x"))
    assert not EvidenceFile.objects.exists()


def test_one_bad_file_keeps_all_away(upload: Upload, on_disk: OnDisk) -> None:
    upload(("good.jpg", picture()), ("bad.jpg", HTML), ("other.pdf", PDF))
    assert not EvidenceFile.objects.exists()
    assert not RowChange.objects.exists()
    assert on_disk() == []


FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def fails(after: int, real: Callable[..., Any]) -> Callable[..., Any]:
    """The call, until the disk is full."""
    left = [after]

    def call(*args: Any, **options: Any) -> Any:
        left[0] -= 1
        if left[0] < 0:
            raise FULL
        return real(*args, **options)

    return call


@pytest.mark.parametrize("call", ["fsync", "link"])
@pytest.mark.parametrize("after", range(5))
def test_a_full_disk_is_said_and_leaves_nothing(
    upload: Upload, on_disk: OnDisk, monkeypatch: pytest.MonkeyPatch, call: str, after: int
) -> None:
    if call == "link" and after > 3:
        after = 2  # three files are linked: a picture, its thumbnail, a paper
    monkeypatch.setattr(os, call, fails(min(after, 2) if call == "link" else after, getattr(os, call)))
    answer = upload(("a.jpg", picture()), ("b.pdf", PDF))
    monkeypatch.undo()
    assert _("The disk refused the file.") in text_of(answer)
    assert not EvidenceFile.objects.exists()
    assert on_disk() == []


def test_files_sent_with_a_row_are_attached_to_it(profiles: Desk, on_disk: OnDisk) -> None:
    files = [sent("a.jpg", with_gps()), sent("b.pdf", PDF)]
    assert profiles.add({"group": "ชาวประมง", "evidence": ["E-P-2569-001"], "files": files}).status_code == 302
    [row] = profiles.rows()
    numbers = ["E-P-2569-001", "E-CS1-2569-001", "E-CS1-2569-002"]
    assert [file.number for file in row.evidence.all()] == numbers
    assert RowChange.objects.get(table="customers.customerprofile").values["evidence"].split("\n") == numbers
    assert b"PhoneMaker" not in on_disk()[0].read_bytes()


@pytest.mark.parametrize("why", ["bad file", "wrong row", "conflict", "double", "disk"])
def test_a_row_that_is_not_saved_leaves_no_file(
    profiles: Desk, on_disk: OnDisk, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    row = profiles.both()[0]
    files = [sent("a.pdf", PDF), *([sent("b.jpg", HTML)] if why == "bad file" else [])]
    values = {"group": "ไม่มีกลุ่มนี้" if why == "wrong row" else "ชาวประมง", "needs": "ที่พิมพ์ไว้", "files": files}
    if why == "disk":
        monkeypatch.setattr(os, "fsync", fails(0, os.fsync))
    if why == "double":
        values["group"] = "กำลังพลและครอบครัว"
    answer = profiles.edit(row, values, **({"version": "7"} if why == "conflict" else {}))
    monkeypatch.undo()
    assert answer.status_code == 200
    assert "ที่พิมพ์ไว้" in text_of(answer)
    assert EvidenceFile.objects.count() == 1
    assert on_disk() == []


def test_a_file_is_sent_so_that_nothing_in_it_can_run(upload: Upload, desk: Desk) -> None:
    upload(("a.jpg", picture()), ("b.pdf", PDF), ("c.docx", DOCX))
    place = [desk.assessment.unit.code, desk.assessment.year]
    shown = {"E-CS1-2569-001": "inline", "E-CS1-2569-002": "inline", "E-CS1-2569-003": "attachment"}
    for number, how in shown.items():
        answer = desk.client.get(reverse("evidence-file", args=[*place, number]))
        assert b"".join(answer.streaming_content)
        answer.close()
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"].startswith("sandbox;")
        assert answer["Content-Disposition"].startswith(how)
    small = desk.client.get(reverse("evidence-thumbnail", args=[*place, "E-CS1-2569-001"]))
    assert b"".join(small.streaming_content).startswith(b"\xff\xd8")
    small.close()
    assert small["Content-Security-Policy"].startswith("sandbox;")
    assert desk.client.get(reverse("evidence-thumbnail", args=[*place, "E-CS1-2569-002"])).status_code == 404


def test_a_file_whose_content_is_gone_is_not_found(upload: Upload, desk: Desk) -> None:
    upload(("a.pdf", PDF))
    file = EvidenceFile.objects.get()
    default_storage.delete(file.stored.name)
    place = [desk.assessment.unit.code, desk.assessment.year, file.number]
    assert desk.client.get(reverse("evidence-file", args=place)).status_code == 404


def test_a_deleted_file_is_not_sent_and_comes_back_with_its_content(upload: Upload, desk: Desk) -> None:
    upload(("a.pdf", PDF))
    file = EvidenceFile.objects.get()
    address = reverse("evidence-file", args=[desk.assessment.unit.code, desk.assessment.year, file.number])
    desk.post("delete", file.pk)
    assert desk.client.get(address).status_code == 404
    desk.post("undelete", file.pk)
    answer = desk.client.get(address)
    assert b"".join(answer.streaming_content) == PDF
    answer.close()


def test_a_number_of_an_office_may_hold_a_slash(profiles: Desk, desk: Desk) -> None:
    desk.add({"number": "กห 0505/12", "title": "บันทึก", "classification": "ปกติ"})
    assert profiles.add({"group": "ชาวประมง", "evidence": "กห 0505/12"}).status_code == 302
    assert "กห 0505/12" in text_of(profiles.get())


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.pdf", "a\\b.pdf", "ก" * 300 + ".pdf", "a\r\nX: y.pdf", "<b>.pdf", ".pdf"]
)
def test_the_name_of_a_file_leads_nowhere(upload: Upload, on_disk: OnDisk, settings: Any, name: str) -> None:
    answer = upload((name, PDF))
    assert answer.status_code == 200
    assert "<b>.pdf" not in answer.content.decode()
    assert all(path.parent.parent == Path(settings.MEDIA_ROOT) / "evidence" for path in on_disk())


def test_a_file_that_the_disk_does_not_give_is_told_in_words(upload: Upload, desk: Desk) -> None:
    upload(("a.pdf", PDF))
    row = EvidenceFile.objects.get()
    path = Path(row.stored.path)
    path.unlink()
    address = reverse("evidence-file", args=[row.assessment.unit.code, row.assessment.year, row.number])
    assert desk.client.get(address).status_code == 404
    path.mkdir()
    answer = desk.client.get(address)
    assert answer.status_code == 503
    assert answer.content.decode() == _("The file cannot be read just now. Please try again in a moment.")
