"""Headquarters runs a round: opened for every unit, dates moved, units extended, assessors assigned, returned."""

import datetime
import uuid
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_q.models import OrmQ

from pmqa.audit.models import AuditEntry
from pmqa.cycle.models import Assessment, Assignment, Round
from pmqa.headquarters.forms import DATES, RoundForm, moved
from pmqa.judging.models import Sheet
from pmqa.organization.models import Person, Role, Unit

pytestmark = pytest.mark.django_db
DAYS = {
    "opens_on": "2026-10-01", "closes_on": "2199-12-31", "review_until": "2200-01-31", "consensus_until": "2200-02-28",
    "publishes_on": "2200-03-31", "follow_up_6_on": "2200-09-30", "follow_up_12_on": "2201-03-31",
}  # fmt: skip


def parts(days: Mapping[str, str]) -> dict[str, str]:
    """Dates as the form of three parts sends them."""
    sent = {}
    for name, text in days.items():
        day = datetime.date.fromisoformat(text)
        sent |= {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year + 543)}
    return sent


def filled(year: int = 2570, **other: str) -> dict[str, str]:
    weights = {f"weight_CS{n}": "1" for n in range(1, 8)}
    rules = {"year": str(year), "criteria_version": "PMQA 4.0 FL", "profile": "ADLI", "caps_weakest": "on"}
    return {"sent": str(uuid.uuid4()), **parts(DAYS), **weights, **rules, **other}


def open_round(client: Client, **other: str) -> Any:
    return client.post(reverse("round-open"), filled(**other))


def test_a_round_opens_for_every_unit_with_its_rules(client: Client, assessment: Assessment) -> None:
    Unit.objects.create(code="beta", name="หน่วยที่สอง")
    answer = open_round(client, weight_CS3="2")
    assert answer.status_code == 302, answer.context["form"].errors
    made = Round.objects.get(year=2570)
    assert (made.profile, made.weights["CS3"], made.weights["CS1"]) == ("ADLI", 2, 1)
    assert made.opened_at
    assert {name: getattr(made, name).isoformat() for name in DATES} == DAYS
    assert sorted(made.assessments.values_list("unit__code", "state")) == [("alpha", "DRAFT"), ("beta", "DRAFT")]
    assert AuditEntry.objects.get(kind="ROUND").detail["profile"] == "ADLI"


def test_a_form_sent_twice_opens_once_and_a_second_round_of_the_year_is_refused(client: Client) -> None:
    form = filled()
    assert [client.post(reverse("round-open"), form).status_code for _n in range(2)] == [302, 302]
    again = client.post(reverse("round-open"), filled())
    assert again.context["form"].errors["year"] == [_("The round of this year is there already.")]
    assert Round.objects.count() == 1


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"year": "27"}, "year"),
        ({"year": "๒๔๐๐"}, "year"),
        ({"year": "สองห้าเจ็ดศูนย์"}, "year"),
        (parts({"review_until": "2199-12-30"}), "review_until"),
        ({"closes_on_day": "31", "closes_on_month": "2"}, "closes_on"),
        ({"profile": "OTHER"}, "profile"),
        ({"weight_CS2": "-1"}, "weight_CS2"),
        ({"weight_CS2": "101"}, "weight_CS2"),
        ({f"weight_CS{n}": "0" for n in range(1, 8)}, "__all__"),
        ({"sent": "x"}, "__all__"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_opened(client: Client, other: dict[str, str], field: str) -> None:
    answer = client.post(reverse("round-open"), filled() | other)
    assert list(answer.context["form"].errors) == [field]
    assert 'value="PMQA 4.0 FL"' in answer.content.decode()
    assert not Round.objects.exists()


def test_a_new_round_begins_with_the_set_up_of_the_last(assessment: Assessment) -> None:
    last = assessment.round
    last.weights, last.profile, last.opens_on = {"CS5": 3}, "ADLI", datetime.date(2024, 2, 29)
    start = RoundForm.after(last, 2570)
    assert (start["weight_CS5"], start["weight_CS1"], start["profile"]) == (3, 1, "ADLI")
    assert start["opens_on"] == datetime.date(2025, 2, 28)
    assert moved(None, 1) is None


def test_dates_move_and_rules_stay(client: Client, assessment: Assessment) -> None:
    address = reverse("round-dates", args=[2569])
    answer = client.post(address, {**parts(DAYS), "profile": "ADLI", "sent": str(uuid.uuid4())})
    assert answer.status_code == 302
    held = Round.objects.get()
    assert (held.closes_on.isoformat(), held.profile) == (DAYS["closes_on"], "CHECKLIST")
    assert AuditEntry.objects.get().detail["closes_on"] == ["2199-09-30", "2199-12-31"]


def test_a_round_is_closed_and_opened_again(client: Client, assessment: Assessment, staff: Person) -> None:
    address = reverse("round-switch", args=[2569])
    for sent, is_open in (({}, False), ({}, False), ({"open": "1"}, True)):
        client.post(address, sent)
        assert Assessment.objects.select_related("round").get().editable_by(staff) is is_open
    assert [entry.subject for entry in AuditEntry.objects.order_by("pk")] == ["CLOSED", "REOPENED"]
    assert client.get(address).status_code == 405


def change(client: Client, do: str, **sent: str) -> Any:
    return client.post(reverse("round-unit", args=[2569, "alpha"]), {"do": do, "sent": str(uuid.uuid4()), **sent})


def test_a_unit_gets_more_time_with_a_reason(client: Client, assessment: Assessment) -> None:
    late = parts({"until": "2199-10-15"})
    assert "reason" in change(client, "extend", **late).context["forms"]["extend"].errors
    early = change(client, "extend", **parts({"until": "2199-09-30"}), reason="น้ำท่วม")
    assert early.context["forms"]["extend"].non_field_errors() == [_("This is no extension: the round closes later.")]
    assert "น้ำท่วม" in early.content.decode()
    assert change(client, "extend", **late, reason="น้ำท่วม").status_code == 302
    held = Assessment.objects.select_related("round").get()
    assert (held.deadline, held.extension_reason) == (datetime.date(2199, 10, 15), "น้ำท่วม")
    assert AuditEntry.objects.get(kind="EXTENSION").detail["to"] == "2199-10-15"


def test_nobody_is_assigned_to_the_own_unit(
    client: Client, assessment: Assessment, person: Callable[..., Person]
) -> None:
    own = person("own", Role.Kind.ASSESSOR, assessment.unit)
    other, second = person("other", Role.Kind.ASSESSOR), person("second", Role.Kind.ASSESSOR)
    for refused in (own, person("nobody")):
        answer = change(client, "assign", assessor=str(refused.pk))
        assert "assessor" in answer.context["forms"]["assign"].errors
    assert change(client, "assign", assessor=str(other.pk), is_leader="on").status_code == 302
    assert change(client, "assign", assessor=str(second.pk), is_leader="on").status_code == 302
    leaders = Assignment.objects.filter(is_leader=True)
    assert [each.assessor for each in leaders] == [second]  # there is one leader
    gone = Assignment.objects.get(assessor=other)
    assert change(client, "unassign", assignment=str(gone.pk)).status_code == 302
    assert [each.assessor for each in Assignment.objects.all()] == [second]
    subjects = AuditEntry.objects.filter(kind="ASSIGNMENT").order_by("pk").values_list("subject", flat=True)
    assert list(subjects) == ["ASSIGNED", "ASSIGNED", "UNASSIGNED"]


def test_who_has_submitted_scores_stays_assigned(
    client: Client, assessment: Assessment, person: Callable[..., Person]
) -> None:
    assessor = person("other", Role.Kind.ASSESSOR)
    now = timezone.now()
    held = Assignment.objects.create(assessment=assessment, assessor=assessor, declared_at=now)
    Assessment.objects.update(state="IN_REVIEW")
    Sheet.objects.create(assessment=assessment, kind="ASSESSOR", submission=1, assessor=assessor, submitted_at=now)
    change(client, "unassign", assignment=str(held.pk))
    assert Assignment.objects.get() == held
    page = client.get(reverse("round-unit", args=[2569, "alpha"])).content.decode()
    assert _("This assessor has submitted scores already: they stay.") in page


def test_the_rows_of_the_year_before_follow_in_the_worker(
    client: Client, assessment: Assessment, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        open_round(client)
    task = OrmQ.objects.get().task
    assert task["func"].__name__ == "start_years"
    assert list(task["args"][0]) == [assessment.unit_id]


def test_a_submission_goes_to_review_and_back_with_a_reason(client: Client, assessment: Assessment) -> None:
    Assessment.objects.update(state="SUBMITTED")
    assert change(client, "review").status_code == 302
    assert Assessment.objects.get().state == "IN_REVIEW"
    assert change(client, "review").status_code == 302  # somebody was faster: said, and nothing done
    assert change(client, "return", reason="ขาดหลักฐาน CS4").status_code == 302
    held = Assessment.objects.get()
    assert (held.state, held.returned_reason) == ("DRAFT", "ขาดหลักฐาน CS4")


def test_a_return_after_the_last_day_says_until_when_the_unit_may_write(client: Client, assessment: Assessment) -> None:
    Round.objects.update(closes_on=datetime.date(2026, 1, 31))
    Assessment.objects.update(state="IN_REVIEW")
    refused = change(client, "return", reason="ขาดหลักฐาน")
    assert refused.context["forms"]["return"].non_field_errors()
    assert Assessment.objects.get().state == "IN_REVIEW"
    assert change(client, "return", reason="ขาดหลักฐาน", **parts({"until": "2199-01-31"})).status_code == 302
    held = Assessment.objects.select_related("round").get()
    assert (held.state, held.takes_evidence) == ("DRAFT", True)


def test_pages_show_where_units_stand(client: Client, assessment: Assessment, person: Callable[..., Person]) -> None:
    assessor = person("other", Role.Kind.ASSESSOR)
    Assignment.objects.create(assessment=assessment, assessor=assessor, conflict="เคยรับราชการ")
    assert "2569" in client.get(reverse("headquarters")).content.decode()
    page = client.get(reverse("round", args=[2569]), {"q": "alpha"}).content.decode()
    assert assessment.unit.name in page
    assert _("conflict") in page
    assert (
        assessment.unit.name not in client.get(reverse("round", args=[2569]), {"state": "PUBLISHED"}).content.decode()
    )
    assert client.get(reverse("round-unit", args=[2569, "alpha"])).status_code == 200
    for address in (reverse("round", args=[2599]), reverse("round-unit", args=[2569, "nowhere"])):
        assert client.get(address).status_code == 404
    assert change(client, "anything").status_code == 404


@pytest.mark.parametrize("units", [10, 200])
def test_a_round_of_many_units_takes_as_many_queries(
    client: Client, assessment: Assessment, units: int, django_assert_num_queries: Any
) -> None:
    made = Unit.objects.bulk_create(Unit(code=f"u-{n}", name=f"หน่วย {n}") for n in range(units))
    Assessment.objects.bulk_create(Assessment(unit=unit, round=assessment.round) for unit in made)
    client.get(reverse("round", args=[2569]))
    with django_assert_num_queries(12):
        client.get(reverse("round", args=[2569]))


@pytest.mark.parametrize("kind", ["STAFF", "HEAD", "ASSESSOR", "ADMINISTRATOR"])
def test_to_others_these_pages_do_not_exist(
    assessment: Assessment, person: Callable[..., Person], client_of: Callable[[Person], Client], kind: str
) -> None:
    unit = assessment.unit if kind in Role.OF_A_UNIT else None
    client = client_of(person("somebody", kind, unit))
    addresses = [reverse("headquarters"), reverse("round-open")]
    addresses += [reverse(name, args=[2569]) for name in ("round", "round-dates", "round-switch")]
    addresses += [reverse("round-unit", args=[2569, "alpha"])]
    if kind != "ADMINISTRATOR":
        addresses += [reverse("record"), reverse("record-sheet")]
    for address in addresses:
        assert client.get(address).status_code == 404, address
        assert client.post(address, filled()).status_code == 404, address
    assert Round.objects.count() == 1
