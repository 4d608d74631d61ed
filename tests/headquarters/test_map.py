"""The heat map, the weakest points and the units that lack something, from what is stored of each unit."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pmqa.criteria import CRITERIA
from pmqa.cycle.models import Assessment
from pmqa.evidence.actions import writing
from pmqa.headquarters.points import absences
from pmqa.headquarters.shares import Cells, Counted
from pmqa.organization.models import Person, Role, Unit
from pmqa.rollup.models import Computed, CriterionResult, PointResult
from pmqa.rollup.stored import recompute
from pmqa.thai.sorting import sort_key
from satisfaction.actions import start_draft
from satisfaction.models import Questionnaire, SatisfactionSurvey
from satisfaction.starters import STARTERS

pytestmark = pytest.mark.django_db
PAGES = ("round-map", "round-points", "round-without")


def stored(assessment: Assessment, met: int, own: Any = None) -> None:
    """Results of a unit of which the first `met` points of every criterion are met, the next is partly met, and the
    others are missing."""
    now = timezone.now()
    Computed.objects.create(assessment=assessment, as_of=now, at=now, mark="x", release="x", own=own)
    common = {"assessment": assessment, "round": assessment.round, "kind": assessment.unit.kind}
    for criterion in CRITERIA:
        statuses = ["MET"] * met + ["PARTLY"] + ["MISSING"] * len(criterion.guidelines)
        held = list(zip(criterion.guidelines, statuses, strict=False))
        counts = {name: sum(1 for _g, each in held if each == name.upper()) for name in ("met", "partly", "missing")}
        CriterionResult.objects.create(**common, criterion=criterion.code, **counts, own=own)
        for guideline, status in held:
            PointResult.objects.create(**common, point=guideline.code, status=status, reasons=status != "MET")


@pytest.fixture
def three(new_assessment: Callable[..., Assessment]) -> None:
    """Two units of one kind, of which one is judged by itself, and one of no kind; and one of another year."""
    for code, kind, name, met, own in (
        ("alpha", "กรม", "กรมเขา", 4, Decimal("82.5")), ("beta", "กรม", "กรมเกาะ", 1, Decimal("20")),
        ("gamma", "", "หน่วย", 0, None),
    ):  # fmt: skip
        made = new_assessment(code)
        Unit.objects.filter(pk=made.unit_id).update(kind=kind, name=name, sort_key=sort_key(name))
        stored(Assessment.objects.select_related("unit", "round").get(pk=made.pk), met, own)
    stored(new_assessment("alpha", 2568), 2)


def told(client: Client, address: str = "round-map", **given: str) -> Any:
    page = client.get(reverse(address, args=[2569]), given)
    assert page.status_code == 200
    return page.context


def cells(line: Any) -> list[tuple[str, str]]:
    return [(cell.sign, cell.figure) for cell in line.cells]


def test_units_stand_in_thai_order_against_criteria_and_lead_to_their_rows(client: Client, three: None) -> None:
    lines = told(client)["lines"]
    assert [line.title for line in lines] == ["กรมเกาะ", "กรมเขา", "หน่วย"]
    assert cells(lines[1])[:4] == [("◐", "4/6"), ("◐", "4/6"), ("◐", "4/6"), ("●", "4/4")]
    assert cells(lines[2])[0] == ("◐", "0/6")
    assert lines[1].cells[0].address == reverse("criterion", args=["alpha", 2569, "cs1"])
    assert [line.title for line in told(client, sort="weak")["lines"]] == ["หน่วย", "กรมเกาะ", "กรมเขา"]
    assert cells(told(client, measure="own")["lines"][1])[0] == ("●", "82.5 %")


@pytest.mark.database
def test_kinds_of_unit_are_summed_over_all_their_units(client: Client, three: None) -> None:
    every, kind, none = told(client)["kind_lines"]
    assert [line.note for line in (every, kind, none)] == ["3", "2", "1"]
    assert (cells(every)[0], cells(kind)[0], cells(none)[0]) == (("○", "27.8 %"), ("○", "41.7 %"), ("○", "0.0 %"))
    own = told(client, measure="own")["kind_lines"]
    assert [(line.note, cells(line)[0]) for line in own] == [
        ("2 / 3", ("◐", "51.3 %")), ("2", ("◐", "51.3 %")), ("0 / 1", ("–", "")),
    ]  # fmt: skip
    points = told(client, by="point", criterion="CS1")["kind_lines"]
    assert cells(points[0])[:2] == [("◐", "66.7 %"), ("○", "33.3 %")]
    assert told(client, by="point")["kind_lines"] == []


def test_units_stand_against_points_too(client: Client, three: None) -> None:
    lines = told(client, by="point", criterion="CS4")["lines"]
    assert [cell.word for cell in lines[0].cells] == ["ครบ", "บางส่วน", "ยังไม่มี", "ยังไม่มี"]
    assert lines[0].cells[1].address == reverse("criterion", args=["beta", 2569, "cs4"]) + "#CS4-A2"
    every = told(client, by="point")
    assert len(every["lines"][0].cells) == len(every["heads"]) == sum(len(each.guidelines) for each in CRITERIA)


def test_the_filter_holds_for_all_parts_of_the_page(client: Client, three: None) -> None:
    Assessment.objects.filter(unit__code="beta").update(state="SUBMITTED")
    for given, titles in (
        ({"kind": "กรม"}, ["กรมเกาะ", "กรมเขา"]), ({"kind": "-"}, ["หน่วย"]), ({"state": "SUBMITTED"}, ["กรมเกาะ"]),
        ({"q": "alp"}, ["กรมเขา"]), ({"state": "PUBLISHED"}, []), ({"kind": "กรม", "state": "DRAFT"}, ["กรมเขา"]),
    ):  # fmt: skip
        context = told(client, **given)
        assert [line.title for line in context["lines"]] == titles, given
        assert context["kind_lines"][0].note == str(len(titles)), given
        assert told(client, "round-points", **given)["lines"][0].counted.total == len(titles), given
    for odd in (
        {"by": "x", "criterion": "x", "measure": "x", "sort": "x", "page": "x"},
        {"by": "point", "criterion": "x"},
    ):
        assert len(told(client, **odd)["lines"]) == 3


def test_points_are_sorted_by_how_few_units_meet_them(client: Client, three: None) -> None:
    lines = told(client, "round-points")["lines"]
    shares = [line.counted.share for line in lines]
    assert shares == sorted(shares)
    assert (lines[-1].counted, lines[-1].share) == (Counted(2, 1, 0), "66.7")
    assert [line.guideline.code for line in told(client, "round-points", sort="code")["lines"]][:2] == [
        "CS1-A1",
        "CS1-A2",
    ]


def lacking(client: Client, **given: str) -> list[str]:
    return [each.unit.code for each in told(client, "round-without", **given)["page"]]


def test_units_are_found_by_what_they_lack(client: Client, three: None) -> None:
    assert lacking(client, point="CS1-A1") == ["gamma"]
    assert lacking(client, point="CS1-A2") == ["beta", "gamma"]
    assert lacking(client, point="CS1-A2", status="missing") == ["gamma"]
    assert lacking(client, point="CS1-A2", status="partly") == ["beta"]
    assert lacking(client, point="CS1-A2", status="met") == ["alpha"]
    assert lacking(client, point="CS1-A2", status="x", kind="-") == ["gamma"]
    assert lacking(client, what="no-summary", status="met") == ["beta", "alpha", "gamma"]
    assert lacking(client, what="x", point="x") == lacking(client, what=absences()[0][1].key)


def test_every_absence_belongs_to_a_point_of_its_criterion() -> None:
    for criterion, each in absences():
        assert each.point in {guideline.code for guideline in criterion.guidelines}
    keys = [each.key for _criterion, each in absences()]
    assert len(set(keys)) == len(keys)


def test_fewer_than_three_channels_are_counted_whatever_they_lack(
    client: Client, assessment: Assessment, fill: Callable[..., Any]
) -> None:
    fill("cs5-channels", [{"channel": name} for name in ("เว็บไซต์", "วิทยุ")])
    assert lacking(client, what="few-channels") == ["alpha"]
    (row, *_more) = fill("cs5-channels", [{"channel": "ป้ายประกาศ"}])
    assert lacking(client, what="few-channels") == []
    type(row).objects.filter(pk=row.pk).update(deleted_at=timezone.now())
    assert lacking(client, what="few-channels") == ["alpha"]


def test_dissatisfaction_is_asked_by_a_questionnaire_or_shown_by_a_result(
    client: Client, assessment: Assessment, staff: Person, fill: Callable[..., Any]
) -> None:
    fill("groups", [{"name": "ชาวประมง", "kind": "ผู้รับบริการ"}])
    (survey,) = fill("cs6-surveys", [{"title": "สำรวจปี 2569", "groups": "ชาวประมง"}])
    with writing(assessment, staff):
        start_draft(survey=survey, parts=STARTERS[0].parts)
    assert lacking(client, what="no-dissatisfaction") == ["alpha"]
    Questionnaire.objects.update(state="PUBLISHED")
    assert lacking(client, what="no-dissatisfaction") == []
    SatisfactionSurvey.objects.update(deleted_at=timezone.now())
    assert lacking(client, what="no-dissatisfaction") == ["alpha"]


def test_what_rows_say_comes_to_the_pages(client: Client, assessment: Assessment, fill: Callable[..., Any]) -> None:
    assert cells(told(client)["lines"][0])[0] == ("–", "")
    fill("cs1-criteria", [{"criterion": "ตามภารกิจ", "reason": "ครบทุกกลุ่ม"}])
    recompute(Assessment.objects.all())
    assert cells(told(client)["lines"][0])[0] == ("◐", "0/6")
    assert lacking(client, point="CS1-A1", status="partly") == ["alpha"]


@pytest.mark.parametrize(
    ("address", "given", "most"),
    [
        ("round-map", {}, 6), ("round-map", {"by": "point"}, 5), ("round-map", {"by": "point", "criterion": "CS2"}, 6),
        ("round-map", {"sort": "weak", "kind": "กรม", "time": "late", "q": "a"}, 6), ("round-points", {}, 2),
        ("round-without", {"what": "few-channels"}, 4),
    ],
)  # fmt: skip
def test_more_units_cost_no_more_queries(
    client: Client, three: None, new_assessment: Any, address: str, given: dict[str, str], most: int
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            told(client, address, **given)
        return len(captured)

    before = count()
    for number in range(5):
        stored(new_assessment(f"more-{number}"), number)
    # Six are of every page: session, person, roles, unread notices, the round, its kinds of unit.
    assert count() == before <= 6 + most


@pytest.mark.parametrize("kind", ["STAFF", "HEAD", "ASSESSOR", "ADMINISTRATOR"])
def test_these_pages_are_for_headquarters_alone(three: None, person: Any, client_of: Any, kind: str) -> None:
    unit = Unit.objects.first() if kind in Role.OF_A_UNIT else None
    client = client_of(person("somebody", kind, unit))
    assert [client.get(reverse(name, args=[2569])).status_code for name in PAGES] == [404] * 3


def test_a_round_that_is_not_there(client: Client) -> None:
    assert [client.get(reverse(name, args=[2599])).status_code for name in PAGES] == [404] * 3


def test_a_share_is_high_from_80_per_cent_as_it_is_written() -> None:
    for share, sign, word in (
        (80, "●", "มาก"),
        (79.95, "●", "มาก"),
        (79.94, "◐", "ปานกลาง"),
        (50, "◐", "ปานกลาง"),
        (49.9, "○", "น้อย"),
    ):
        assert (Cells().share(share).sign, Cells().share(share).word) == (sign, word), share
    assert Cells().share(None).figure == ""
    assert Cells().found("MISSING", "0/6", "").word == "ยังไม่มี"
