"""The job that makes a report: once for the same content, told on failure, safe to be delivered twice."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from django_q.models import OrmQ
from pypdf import PdfReader

from pmqa.cycle.models import Assessment
from pmqa.evidence.models import Statement
from pmqa.organization.models import Person
from pmqa.reports.jobs import ask_for_report, make_report
from pmqa.reports.models import SILENT_TOO_LONG, ReportJob

State = ReportJob.State


def ask(assessment: Assessment, by: Person, language: str = "th", thai_digits: bool = False) -> ReportJob:
    return ask_for_report(assessment=assessment, language=language, thai_digits=thai_digits, by=by)


def test_a_report_from_the_request_to_the_file(assessment: Assessment, staff: Person) -> None:
    job = ask(assessment, staff)
    assert (job.state, job.progress) == (State.WAITING, 0)
    assert OrmQ.objects.count() == 1
    make_report(job.pk)
    job.refresh_from_db()
    assert (job.state, job.progress, job.error) == (State.DONE, 100, "")
    assert job.finished_at
    with job.file.open("rb") as content:
        assert len(PdfReader(content).pages) > 5


def test_the_worker_finds_the_task_by_what_is_queued(assessment: Assessment, staff: Person) -> None:
    job = ask(assessment, staff)
    queued = OrmQ.objects.get()
    assert (queued.func(), queued.args()) == ("pmqa.reports.jobs.make_report", (job.pk,))
    make_report(*queued.args())
    job.refresh_from_db()
    assert job.state == State.DONE


def test_the_same_content_is_made_once(assessment: Assessment, staff: Person) -> None:
    statement = Statement.objects.create(assessment=assessment, guideline="CS1-A1", text="ตามภารกิจ")
    first = ask(assessment, staff)
    assert ask(assessment, staff) == first
    make_report(first.pk)
    assert ask(assessment, staff) == first
    assert ask(assessment, staff, thai_digits=True) != first
    assert ask(assessment, staff, language="en") != first
    statement.text = "ตามภารกิจและกฎหมาย"
    statement.save()
    assert ask(assessment, staff) != first


def test_a_report_whose_file_is_gone_is_made_again(assessment: Assessment, staff: Person) -> None:
    first = ask(assessment, staff)
    make_report(first.pk)
    first.refresh_from_db()
    Path(first.file.path).unlink()
    assert ask(assessment, staff) != first


def test_a_task_delivered_twice_makes_one_file(assessment: Assessment, staff: Person, settings: Any) -> None:
    job = ask(assessment, staff)
    make_report(job.pk)
    make_report(job.pk)
    assert len(list((Path(settings.MEDIA_ROOT) / "reports").iterdir())) == 1


def test_a_task_that_was_cut_off_is_done_anew(assessment: Assessment, staff: Person) -> None:
    job = ask(assessment, staff)
    ReportJob.objects.update(state=State.RUNNING, progress=20, step=ReportJob.Step.DRAWING)
    make_report(job.pk)
    job.refresh_from_db()
    assert job.state == State.DONE


def test_a_file_that_cannot_be_stored_is_told(assessment: Assessment, staff: Person, settings: Any) -> None:
    job = ask(assessment, staff)
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True)
    (folder / "reports").write_text("a file where the folder should be")
    make_report(job.pk)
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert job.error
    assert not job.file
    assert [path.name for path in folder.iterdir()].count("reports") == 1


def test_a_job_whose_assessment_is_gone_is_no_matter(db: None) -> None:
    make_report(4711)


def test_a_failed_report_can_be_asked_for_again(assessment: Assessment, staff: Person) -> None:
    first = ask(assessment, staff)
    ReportJob.objects.update(state=State.FAILED)
    assert ask(assessment, staff) != first


@pytest.mark.parametrize(("minutes", "lost"), [(0, False), (16, True)])
def test_a_job_without_a_sign_of_life_is_lost(assessment: Assessment, staff: Person, minutes: int, lost: bool) -> None:
    job = ask(assessment, staff)
    assert datetime.timedelta(minutes=15) == SILENT_TOO_LONG
    job.moved_at = timezone.now() - datetime.timedelta(minutes=minutes)
    job.save()
    assert (job.is_lost, job.is_moving) == (lost, not lost)
    assert (ask(assessment, staff) == job) is not lost
