"""Improvements with the points that they serve, and the thread of one from its source to its effect."""

import html
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pmqa.criteria import CRITERIA, TABLES
from pmqa.cycle.models import Assessment
from pmqa.evidence.actions import attach_files, writing
from pmqa.evidence.files import store_file
from pmqa.evidence.models import Improvement, Statement
from pmqa.organization.models import Person, Role
from pmqa.threads import origin
from pmqa.threads.origin import origins_of
from pmqa.threads.serving import codes_by_source, tables_by_source
from tests.every_table.rows import REGISTERS, SAMPLES
from tests.organization.walk import NOW, picture

Source = Improvement.Source
WHOLE = {
    "source": "ข้อร้องเรียน",
    "origin": "F-2569-0001",
    "problem": "ข่าวออกช้า",
    "change": "เพิ่มรอบเช้า",
    "service": "พยากรณ์อากาศ",
    "responsible": "กองอุตุฯ",
    "since": "1 มี.ค. 2569",
    "before": "61 %",
    "after": "93 %",
    "follow_up": "ทันเวลาทุกวัน",
}


@pytest.fixture
def client(client_of: Callable[[Person], Client], staff: Person) -> Client:
    return client_of(staff)


@pytest.fixture
def improvement(assessment: Assessment, fill: Callable[..., list[Any]]) -> Callable[..., Any]:
    """Stores an improvement in a unit with a row in every table; what is not given is left out."""
    for key, rows in REGISTERS.items():
        fill(key, rows)
    for table in TABLES:
        if table.key not in REGISTERS and table.key != "improvements":
            fill(table.key, SAMPLES[table.key].lines)

    def make(**values: str) -> Any:
        [row] = fill("improvements", [values])
        return row

    return make


def thread(client: Client, row: Any) -> Any:
    return client.get(reverse("improvement-thread", args=["alpha", 2569, row.pk]))


def words(answer: Any) -> str:
    """The page as it is read, without the navigation."""
    body = re.sub(r"<[^>]+>", " ", answer.text.partition("<main")[2].partition("</main")[0])
    return " ".join(html.unescape(body).split())


def test_what_criteria_tell_of_improvements_is_there() -> None:
    codes = {guideline.code for criterion in CRITERIA for guideline in criterion.guidelines}
    keys = {table.key for table in TABLES}
    # An OFI asks for more than an example: an improvement that answers one serves no point by itself.
    assert set(codes_by_source()) == {*Source.values} - {Source.ASSESSMENT}
    assert {code for codes_of in codes_by_source().values() for code in codes_of} <= codes
    assert {key for keys_of in tables_by_source().values() for key in keys_of} <= keys
    expected = {"COMPLAINT": "CS3-I1", "SUGGESTION": "CS3-I1", "CHANNEL": "CS2-DI1", "SURVEY": "CS6-LI1"}
    assert {source: codes_by_source()[source] for source in expected} == {
        source: (code,) for source, code in expected.items()
    }
    assert codes_by_source()["ACTIVITY"] == ("CS4-DLI2", "CS5-D3")


def test_the_whole_thread_is_told(client: Client, improvement: Callable[..., Any], staff: Person) -> None:
    row = improvement(**WHOLE)
    with writing(row.assessment, staff):
        file = store_file(
            assessment=row.assessment, criterion="CS3", title="ภาพ", content=picture(), name="ภ.png", by=staff, at=NOW
        )
        attach_files(table=origin.table_of("improvements"), row=row, files=[file], by=staff, at=NOW)
    Statement.objects.create(assessment=row.assessment, guideline="CS3-I1", text="ปรับจากเสียงของชาวประมง")
    answer = thread(client, row)
    told = words(answer)
    stages = ("F-2569-0001 ข่าวออกช้า", "รอข่าวถึงเจ็ดโมง", "เพิ่มรอบเช้า", "พยากรณ์อากาศ", "กองอุตุฯ", "1 มี.ค. 2569")
    place = 0
    for each in (*stages, "61 %", "93 %", "+32", "+52.5 %", "ทันเวลาทุกวัน", file.number):
        place = told.index(each, place)  # each stands below the one before it
    assert "CS3-I1" in told
    assert "ปรับจากเสียงของชาวประมง" in told
    assert [point.shown.status for point in answer.context["points"]] == ["MET"]
    assert reverse("evidence-thumbnail", args=["alpha", 2569, file.number]) in answer.text
    assert len(answer.context["entries"]) == 2
    assert "○" not in told.partition("CS3-I1")[0]


def test_what_is_missing_is_said_at_its_stage(client: Client, improvement: Callable[..., Any]) -> None:
    row = improvement(source="ข้อร้องเรียน", problem="รอคิวนาน")
    told = words(thread(client, row)).partition("CS3-I1")[0]
    # Its origin, change, service, responsible, since, before and after, follow-up, evidence.
    assert told.count("○") == 8


@pytest.mark.parametrize(
    ("source", "name", "key"),
    [
        ("ข้อร้องเรียน", "F-2569-0001", "cs3-cases"),
        ("ข้อร้องเรียน", "f-๒๕๖๙-๐๐๐๑", "cs3-cases"),
        ("ข้อเสนอแนะ", "F-2569-0001  ข่าวออกช้า", "cs3-cases"),
        ("ข้อค้นพบจากช่องทางรับฟัง", "ต้องการข่าวเช้า เร็วขึ้น", "cs2-uses"),
        ("ข้อค้นพบจากช่องทางรับฟัง", "ชาวประมง·แบบสำรวจ", "cs2-channels"),
        ("การทบทวนช่องทาง", "ชาวประมง · สายด่วน", "cs2-reviews"),
        ("ผลประเมินกิจกรรม", "ประชุม ประจำปี", "cs4-activities"),
        ("ผลประเมินกิจกรรม", "รับฟังความเห็นร่องน้ำ", "cs5-activities"),
    ],
)
def test_the_source_row_is_found_in_any_spelling(
    client: Client, improvement: Callable[..., Any], source: str, name: str, key: str
) -> None:
    row = improvement(source=source, origin=name, problem="เรื่องหนึ่ง")
    [(found, facts)] = thread(client, row).context["origins"]
    assert found.table.key == key
    assert facts
    assert (
        reverse(f"{key}-{'case' if key == 'cs3-cases' else 'history'}", args=["alpha", 2569, found.row.pk])
        in thread(client, row).text
    )


@pytest.mark.parametrize("name", ["F-9999", "ประชุมประจำปี", "<b>", "%", "F-2569-0002 ข่าวออกช้า", " · "])
def test_a_source_row_that_is_not_there_is_said_so(client: Client, improvement: Callable[..., Any], name: str) -> None:
    row = improvement(source="ข้อร้องเรียน", origin=name, problem="เรื่องหนึ่ง")
    answer = thread(client, row)
    assert answer.context["origins"] == []
    assert "late" in answer.text
    assert "<b>" not in answer.text


def test_a_source_row_that_is_deleted_or_of_another_unit_is_not_found(
    improvement: Callable[..., Any],
    client: Client,
    new_assessment: Callable[..., Assessment],
    person: Callable[..., Person],
    fill: Callable[..., Any],
) -> None:
    row = improvement(source="ข้อร้องเรียน", origin="F-2569-0001", problem="เรื่องหนึ่ง")
    other = new_assessment("beta")
    boss = person("boss", Role.Kind.STAFF, other.unit)
    case = {"number": "F-7", "kind": "ข้อร้องเรียน", "received_on": "3 ก.พ. 2569", "subject": "ลับของหน่วยอื่น"}
    fill("cs3-cases", [case], into=other, by=boss)
    assert origins_of(row.assessment, "COMPLAINT", "F-7") == ()
    [found] = origins_of(row.assessment, "COMPLAINT", "F-2569-0001")
    client.post(reverse("cs3-cases-delete", args=["alpha", 2569, found.row.pk]))
    assert origins_of(row.assessment, "COMPLAINT", "F-2569-0001") == ()


def test_a_long_register_is_not_read_row_by_row(
    improvement: Callable[..., Any], fill: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    row = improvement(source="ข้อร้องเรียน", origin="F-1", problem="เรื่องหนึ่ง")
    monkeypatch.setattr(origin, "MOST_READ", 1)
    with CaptureQueriesContext(connection) as queries:
        assert origins_of(row.assessment, "COMPLAINT", "ไม่มีเรื่องนี้") == ()
    assert not any('"complaints_case"."subject"' in query["sql"] and " IN (" not in query["sql"] for query in queries)
    [found] = origins_of(row.assessment, "COMPLAINT", "F-๒๕๖๙-๐๐๐๑ ข่าวออกช้า")
    assert found.row.number == "F-2569-0001"


def test_the_list_shows_what_each_serves_and_which_points_have_none(
    client: Client, improvement: Callable[..., Any]
) -> None:
    improvement(**WHOLE)
    improvement(source="ผลประเมินกิจกรรม", problem="ที่นั่งไม่พอ")
    url = reverse("improvement-threads", args=["alpha", 2569])
    context = client.get(url).context
    assert [[point.guideline.code for point in each.points] for each in context["listed"]] == [
        ["CS3-I1"],
        ["CS4-DLI2", "CS5-D3"],
    ]
    assert [point.guideline.code for point in context["without"]] == ["CS2-A5", "CS2-DI1", "CS6-LI1"]
    only = client.get(url, {"source": "ACTIVITY"})
    assert [each.row.problem for each in only.context["listed"]] == ["ที่นั่งไม่พอ"]
    assert [point.guideline.code for point in only.context["without"]] == ["CS2-A5", "CS2-DI1", "CS6-LI1"]
    assert len(client.get(url, {"source": "x"}).context["listed"]) == 2


def test_more_improvements_cost_no_more_queries(
    client: Client, improvement: Callable[..., Any], fill: Callable[..., Any]
) -> None:
    counts = []
    for rows in (1, 40):
        fill("improvements", [{"source": "ข้อร้องเรียน", "problem": f"{uuid.uuid4()}"} for _number in range(rows)])
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("improvement-threads", args=["alpha", 2569])).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_deleted_improvement_has_no_thread(client: Client, improvement: Callable[..., Any]) -> None:
    row = improvement(**WHOLE)
    client.post(reverse("improvements-delete", args=["alpha", 2569, row.pk]))
    assert thread(client, row).status_code == 404


def test_a_reader_is_shown_no_way_to_change_it(
    improvement: Callable[..., Any], person: Callable[..., Person], client_of: Callable[..., Client]
) -> None:
    row = improvement(**WHOLE)
    page = thread(client_of(person("centre", Role.Kind.HEADQUARTERS)), row)
    assert f'href="{reverse("improvements-edit", args=["alpha", 2569, row.pk])}"' not in page.text


def test_the_table_leads_to_the_threads(client: Client, improvement: Callable[..., Any]) -> None:
    row = improvement(**WHOLE)
    page = client.get(reverse("improvements", args=["alpha", 2569])).text
    assert reverse("improvement-threads", args=["alpha", 2569]) in page
    assert reverse("improvement-thread", args=["alpha", 2569, row.pk]) in page


def test_the_pages_of_improvements_stand_under_improvements(client: Client, improvement: Callable[..., Any]) -> None:
    row = improvement(source="ข้อร้องเรียน", problem="เรื่องหนึ่ง")
    register = reverse("improvements", args=["alpha", 2569])
    for page in (thread(client, row), client.get(reverse("improvement-threads", args=["alpha", 2569]))):
        assert f'<a href="{register}" aria-current="page">' in page.text
