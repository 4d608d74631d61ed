"""The report as a file: made once for the same content, by whoever comes first, and kept."""

import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from pmqa.cycle.models import Assessment
from pmqa.evidence.models import Statement
from pmqa.organization.models import Person
from pmqa.reports import files
from pmqa.reports.files import is_kept, keep_once, report_file
from pmqa.reports.jobs import ask_for_report, make_report
from pmqa.reports.models import ReportJob


def test_a_report_is_made_once_and_then_kept(assessment: Assessment, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_kept(assessment)
    first = report_file(assessment)
    assert first.startswith(b"%PDF")
    assert is_kept(assessment)
    assert not is_kept(assessment, thai_digits=True)
    assert not is_kept(assessment, language="en")
    with monkeypatch.context() as broken:
        broken.setattr(files, "render_pdf", None)
        assert report_file(assessment) == first
    Statement.objects.create(assessment=assessment, guideline="CS1-A1", text="ตามภารกิจ")
    assert not is_kept(assessment)


def test_the_job_and_the_file_are_one(assessment: Assessment, staff: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = report_file(assessment)
    monkeypatch.setattr(files, "render_pdf", None)
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
