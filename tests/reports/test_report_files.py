"""The report as a file: made once for the same content, by whoever comes first, and kept."""

import datetime
import io
import os
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from pypdf import PdfReader

from pmqa.cycle.models import Assessment
from pmqa.evidence.models import Statement
from pmqa.organization.models import Person
from pmqa.reports import files
from pmqa.reports.files import is_kept, keep_once, report_file
from pmqa.reports.jobs import ask_for_report, make_report
from pmqa.reports.keeping import remove_old, remove_old_parts
from pmqa.reports.models import ReportJob


def test_a_report_is_made_once_and_then_kept(assessment: Assessment, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_kept(assessment)
    first = report_file(assessment)
    assert first.startswith(b"%PDF")
    assert is_kept(assessment)
    assert not is_kept(assessment, thai_digits=True)
    assert not is_kept(assessment, language="en")
    assert not is_kept(assessment, tagged=True)
    with monkeypatch.context() as broken:
        broken.setattr(files, "_printed", None)
        assert report_file(assessment) == first
    Statement.objects.create(assessment=assessment, guideline="CS1-A1", text="ตามภารกิจ")
    assert not is_kept(assessment)


def test_the_job_and_the_file_are_one(assessment: Assessment, staff: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = report_file(assessment)
    monkeypatch.setattr(files, "_printed", None)
    job = ask_for_report(assessment=assessment, language="th", thai_digits=False, by=staff)
    make_report(job.pk)
    job.refresh_from_db()
    assert job.state == ReportJob.State.DONE
    with job.file.open("rb") as content:
        assert content.read() == kept


@pytest.mark.database
def test_two_at_once_make_it_once(db: None, settings: Any) -> None:
    made = []
    both = threading.Barrier(2)

    def make() -> bytes:
        made.append(threading.get_ident())
        with suppress(threading.BrokenBarrierError):
            both.wait(timeout=0.5)  # the other would meet us here, were it let in
        return b"%PDF"

    def ask() -> None:
        keep_once("reports/one.pdf", make)
        connection.close()

    people = [threading.Thread(target=ask) for _number in range(2)]
    for each in people:
        each.start()
    for each in people:
        each.join()
    assert len(made) == 1
    assert [path.name for path in (Path(settings.MEDIA_ROOT) / "reports").iterdir()] == ["one.pdf"]


def test_what_cannot_be_made_leaves_nothing_and_the_turn_goes_on(db: None, settings: Any) -> None:
    def fail() -> bytes:
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        keep_once("reports/one.pdf", fail)
    keep_once("reports/one.pdf", lambda: b"%PDF")
    assert (Path(settings.MEDIA_ROOT) / "reports" / "one.pdf").read_bytes() == b"%PDF"


def test_what_is_older_than_thirty_days_goes_and_can_be_made_again(
    assessment: Assessment, staff: Person, settings: Any
) -> None:
    now = timezone.now()
    made = [ask_for_report(assessment=assessment, language=code, thai_digits=False, by=staff) for code in ("th", "en")]
    files_of = []
    for job in made:
        name = f"reports/{job.language}.pdf"
        keep_once(name, lambda: b"%PDF")
        ReportJob.objects.filter(pk=job.pk).update(file=name, state=ReportJob.State.DONE)
        files_of.append(Path(settings.MEDIA_ROOT) / name)
        os.utime(files_of[-1], (1, 1))
    ReportJob.objects.filter(pk=made[0].pk).update(created_at=now - datetime.timedelta(days=31))
    assert remove_old(now) == 1
    assert [path.exists() for path in files_of] == [False, True]
    assert [job.language for job in ReportJob.objects.all()] == ["en"]


def test_parts_that_nobody_uses_go_after_a_week(tmp_path: Path) -> None:
    for name, days in (("old", 8), ("new", 6)):
        (tmp_path / name).write_bytes(b"")
        at = time.time() - days * 24 * 60 * 60
        os.utime(tmp_path / name, (at, at))
    remove_old_parts(tmp_path)
    remove_old_parts(tmp_path / "none")
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_a_tagged_report_is_another_file(assessment: Assessment, staff: Person) -> None:
    plain, tagged = (PdfReader(io.BytesIO(report_file(assessment, tagged=tagged))) for tagged in (False, True))
    assert "/MarkInfo" not in plain.root_object
    assert "/StructTreeRoot" in tagged.root_object
    assert len(tagged.pages) == len(plain.pages)
