"""The page of a unit's reports: who sees it, what it shows at each stage, and the file."""

from collections.abc import Callable
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _

from pmqa.cycle.models import Assessment
from pmqa.organization.models import Person, Role
from pmqa.reports.jobs import ask_for_report, make_report
from pmqa.reports.models import ReportJob

State = ReportJob.State
CHOICES = {"language": "th"}


@pytest.fixture
def client(client_of: Callable[[Person], Client], staff: Person) -> Client:
    return client_of(staff)


@pytest.fixture
def job(assessment: Assessment, staff: Person) -> ReportJob:
    return ask_for_report(assessment=assessment, language="th", thai_digits=False, by=staff)


def address(name: str, assessment: Assessment, *more: object) -> str:
    return reverse(name, args=[assessment.unit.code, assessment.year, *more])


def test_only_a_post_begins_a_report(client: Client, assessment: Assessment) -> None:
    make = address("report-make", assessment)
    assert client.get(make).status_code == 405
    assert ReportJob.objects.count() == 0
    assert client.post(make, CHOICES).url == address("reports", assessment)
    assert ReportJob.objects.get().state == State.WAITING
    client.post(make, CHOICES)
    assert ReportJob.objects.count() == 1


def test_a_report_for_screen_readers_is_asked_for_by_itself(client: Client, assessment: Assessment) -> None:
    make = address("report-make", assessment)
    for choices in (CHOICES, {**CHOICES, "tagged": "on"}, {**CHOICES, "tagged": "on", "part": "CS1"}):
        client.post(make, choices)
    options = [job.options for job in ReportJob.objects.order_by("pk")]
    assert options == [{}, {"tagged": True}, {"tagged": True, "criterion": "CS1"}]
    assert _("For screen readers") in client.get(address("reports", assessment)).text


def test_a_wrong_choice_is_said_at_the_field(client: Client, assessment: Assessment) -> None:
    answer = client.post(address("report-make", assessment), {"language": "xx"})
    assert answer.status_code == 422
    assert "language" in answer.context["form"].errors
    assert ReportJob.objects.count() == 0


def test_the_page_looks_again_while_the_report_is_made(client: Client, job: ReportJob) -> None:
    page = client.get(address("reports", job.assessment)).text
    assert 'hx-trigger="load delay:1s"' in page
    assert '<meta http-equiv="refresh"' in page
    make_report(job.pk)
    part = client.get(address("report-state", job.assessment, job.pk), headers={"HX-Request": "true"}).text
    assert "hx-get" not in part
    assert address("report-file", job.assessment, job.pk) in part
    assert part.strip() in client.get(address("reports", job.assessment)).text


def test_without_htmx_the_state_is_the_whole_page(client: Client, job: ReportJob) -> None:
    answer = client.get(address("report-state", job.assessment, job.pk))
    assert answer.url == address("reports", job.assessment)


def test_a_failure_is_shown_and_the_page_rests(client: Client, job: ReportJob) -> None:
    ReportJob.objects.update(state=State.FAILED, error="ที่เก็บเต็ม <b>")
    page = client.get(address("reports", job.assessment)).text
    assert "ที่เก็บเต็ม &lt;b&gt;" in page
    assert "hx-trigger" not in page


def test_the_file_comes_under_a_thai_name(client: Client, job: ReportJob) -> None:
    assert client.get(address("report-file", job.assessment, job.pk)).status_code == 404
    make_report(job.pk)
    answer = client.get(address("report-file", job.assessment, job.pk))
    assert answer["Content-Type"] == "application/pdf"
    assert "filename*=utf-8''" in answer["Content-Disposition"]
    assert job.assessment.unit.name in unquote(answer["Content-Disposition"])
    assert b"".join(answer.streaming_content).startswith(b"%PDF")


def test_a_file_that_is_gone_is_not_found(client: Client, job: ReportJob) -> None:
    make_report(job.pk)
    job.refresh_from_db()
    job.file.storage.delete(job.file.name)
    assert client.get(address("report-file", job.assessment, job.pk)).status_code == 404


def test_another_units_staff_find_nothing(
    client_of: Callable[[Person], Client],
    person: Callable[..., Person],
    new_assessment: Callable[..., Assessment],
    job: ReportJob,
) -> None:
    make_report(job.pk)
    own = new_assessment("beta")
    stranger = client_of(person("stranger", Role.Kind.STAFF, own.unit))
    for name in ("report-state", "report-file"):
        assert stranger.get(address(name, job.assessment, job.pk)).status_code == 404
        assert stranger.get(address(name, own, job.pk)).status_code == 404
    assert stranger.get(address("reports", job.assessment)).status_code == 404
    assert stranger.post(address("report-make", job.assessment), CHOICES).status_code == 404
    assert ReportJob.objects.count() == 1


def test_nobody_signed_in_is_sent_to_the_door(job: ReportJob) -> None:
    assert "login" in Client().get(address("reports", job.assessment)).url
