"""The public door: a case filed without an account, once, whole or not at all, in the name of the system."""

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from complaints.actions import file_case
from complaints.models import Case, HandlingRule, PublicCase
from complaints.public import CASES_AN_HOUR, SENDINGS_AN_HOUR
from complaints.public_form import Filing
from pmqa.criteria import table_of
from pmqa.cycle.models import Assessment, Round
from pmqa.door.gate import LATEST, SOONEST
from pmqa.evidence.models import EvidenceFile, RowChange
from pmqa.organization.access import system_person
from pmqa.organization.models import Person
from pmqa.personal.models import PersonalRecord
from pmqa.profile.models import Service
from tests.complaints.sender import FOLLOW, URL, WORDS, Sender, code_in, stamp_in, text_of
from tests.evidence.pictures import HTML, PDF, SVG, huge_png, picture, sent, with_gps
from tests.organization.walk import everything

SECOND = datetime.timedelta(seconds=1)


@pytest.fixture(autouse=True)
def in_march(assessment: Assessment) -> Any:
    """The assessment of fiscal year 2569 is open, and it is March."""
    with time_machine.travel(datetime.datetime(2026, 3, 2, 5, 0, tzinfo=datetime.UTC)):
        yield


@pytest.fixture
def sender(db: None) -> Sender:
    return Sender()


def stored() -> dict[str, list[Any]]:
    """Everything but the counts of the door."""
    return {label: rows for label, rows in everything().items() if label != "door.Throttle"}


def on_disk() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.mark.database
@pytest.mark.parametrize("number", ["F-2569-" + "9" * 33, "f-2569-0001", "F–2569–0001", "F-๒๕๖๙-0001", "F - 2569 - 1"])
def test_no_odd_number_in_the_register_closes_the_door(sender: Sender, assessment: Assessment, number: str) -> None:
    Case.objects.create(
        assessment=assessment, kind="COMMENT", subject="ก", number=number, received_on=datetime.date(2026, 3, 1)
    )
    assert code_in(sender.send())


@pytest.mark.database
def test_no_odd_number_among_the_evidence_closes_the_door(sender: Sender, assessment: Assessment) -> None:
    EvidenceFile.objects.create(assessment=assessment, criterion="CS3", title="ก", number="E-CS3-2569-" + "9" * 29)
    assert code_in(sender.send(photographs=[sent("a.png", picture("PNG"))]))
    assert EvidenceFile.objects.filter(number="E-CS3-2569-001").exists()


@pytest.mark.django_db
def test_a_new_case_reads_no_more_than_the_numbers_of_the_others(sender: Sender) -> None:
    """While it looks for doubles, everybody who writes waits."""
    stamp = sender.stamp()
    with CaptureQueriesContext(connection) as asked:
        assert code_in(sender.send(stamp))
    reads = [each["sql"] for each in asked if each["sql"].startswith("SELECT") and "complaints_case" in each["sql"]]
    assert reads
    assert not [each for each in reads if '"complaints_case"."text"' in each]


@pytest.mark.database
def test_a_form_sent_to_another_unit_is_a_matter_for_that_unit(sender: Sender, new_assessment: Any) -> None:
    new_assessment("beta")
    stamp = sender.stamp()
    first = code_in(sender.send(stamp))
    with time_machine.travel(timezone.now() + 2 * SOONEST):
        second = code_in(sender.client.post("/feedback/beta/", {**WORDS, "stamp": stamp}))
    assert first != second
    assert sorted(Case.objects.values_list("assessment__unit__code", flat=True)) == ["alpha", "beta"]


@pytest.mark.database
def test_a_case_comes_into_the_register_with_person_and_photograph_apart(sender: Sender, staff: Person) -> None:
    HandlingRule.objects.create(assessment=Assessment.objects.get(), kind="COMPLAINT", days_allowed=5)
    photographs = [sent("บ้านแดง.jpg", with_gps()), sent("b.png", picture("PNG"))]
    answer = sender.send(name="สมหญิง", contact="081-234-5678", photographs=photographs)
    assert answer.status_code == 200
    code = code_in(answer)
    assert len(code.replace("-", "")) == 26
    case = Case.objects.get()
    assert (case.number, case.kind, case.channel, case.status) == ("F-2569-0001", "COMPLAINT", "WEBSITE", "RECEIVED")
    assert (case.subject, case.text, case.owner) == ("ข่าวอากาศช้า", "เรือออกไปแล้ว", None)
    assert (case.received_on, case.due_on) == (datetime.date(2026, 3, 2), datetime.date(2026, 3, 10))
    [record] = PersonalRecord.objects.all()
    assert (record.name, record.contact, record.row_id, record.notice_version) == (
        "สมหญิง", "081-234-5678", case.pk, "2569-1",
    )  # fmt: skip
    assert record.keep_until == datetime.date(2027, 3, 2)
    assert list(record.files.all()) == list(case.evidence.all()) == list(EvidenceFile.objects.order_by("pk"))
    for file in EvidenceFile.objects.all():
        assert (file.classification, file.criterion) == ("INTERNAL", "CS3")
        with Image.open(Path(settings.MEDIA_ROOT) / file.stored.name) as kept:
            assert not kept.getexif()
    changes = RowChange.objects.filter(table="complaints.case")
    assert [(each.action, each.by.username) for each in changes] == [("ADDED", "system")]
    everywhere = str([rows for label, rows in stored().items() if label != "personal.PersonalRecord"])
    for apart in ("สมหญิง", "081-234-5678", "บ้านแดง", code, code.replace("-", "")):
        assert apart not in everywhere


def test_without_name_contact_and_photograph_there_is_no_record_of_a_person(sender: Sender) -> None:
    assert code_in(sender.send())
    assert not PersonalRecord.objects.exists()


@pytest.mark.database
def test_a_form_sent_twice_makes_one_case_and_shows_one_code(sender: Sender) -> None:
    stamp = sender.stamp()
    values = {"photographs": sent("a.jpg", picture())}
    codes = [code_in(sender.send(stamp, **{**values, "photographs": sent("a.jpg", picture())})) for _twice in range(2)]
    assert codes[0]
    assert codes[0] == codes[1]
    assert (Case.objects.count(), EvidenceFile.objects.count(), len(on_disk())) == (1, 1, 2)


def test_other_words_in_a_form_that_was_sent_are_another_matter(sender: Sender) -> None:
    stamp = sender.stamp()
    first = code_in(sender.send(stamp))
    answer = sender.send(stamp, text="อีกเรื่องหนึ่ง")
    assert answer.status_code == 409
    assert "อีกเรื่องหนึ่ง" in text_of(answer)
    assert Case.objects.count() == 1
    second = code_in(sender.send(stamp_in(answer), after=4 * SOONEST, text="อีกเรื่องหนึ่ง"))
    assert second not in ("", first)
    assert Case.objects.count() == 2


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "RUMOUR"},
        {"subject": "  "},
        {"subject": "ย" * 201},
        {"text": ""},
        {"text": "ย" * 5001},
        {"agreed": ""},
        {"service": "999"},
        {"contact": "1" * 301},
        {"website": "https://example.org"},
        {"stamp": "forged"},
    ],
    ids=str,
)
def test_a_form_that_is_not_right_stores_nothing_and_loses_nothing(sender: Sender, values: dict[str, str]) -> None:
    before = stored()
    sent_values = {"name": "สมหญิง", "contact": "สาย ๑๒", **values}
    answer = sender.send(**sent_values)
    assert code_in(answer) == ""
    assert 'role="alert"' in text_of(answer)
    assert stored() == before
    kept = {"subject": "ข่าวอากาศช้า", "text": "เรือออกไปแล้ว", **sent_values}
    for name in ("subject", "text", "name", "contact"):
        assert kept[name].strip() in text_of(answer), name


@pytest.mark.parametrize("after", [SECOND, LATEST + SECOND])
def test_too_soon_and_too_old_keep_the_words_and_pass_the_next_time(sender: Sender, after: Any) -> None:
    answer = sender.send(after=after, photographs=sent("a.jpg", picture()))
    assert code_in(answer) == ""
    assert "เรือออกไปแล้ว" in text_of(answer)
    assert "เลือกภาพถ่ายใหม่" in text_of(answer) or "chosen again" in text_of(answer)
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + after):
        assert code_in(sender.send(stamp_in(answer)))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", SVG),
        ("a.jpg", HTML),
        ("a.svg", SVG),
        ("a.png", huge_png()),
        ("a.jpg", picture()[:-200]),
        ("a.pdf", PDF),
        ("a.jpg", b""),
        ("a.jpg", picture("GIF")),
        ("a.png", picture()),
        ("a.jpg", picture() + b"\0" * (10 * 1024 * 1024)),
    ],
    ids=["svg as jpg", "html as jpg", "svg", "100 megapixels", "half", "pdf", "empty", "gif", "wrong ending", "11 MB"],
)
def test_a_bad_photograph_is_named_at_its_field_and_nothing_is_stored(
    sender: Sender, name: str, content: bytes
) -> None:
    before = stored()
    answer = sender.send(photographs=[sent("good.jpg", picture()), sent(name, content)], contact="1")
    assert code_in(answer) == ""
    assert 'id="id_photographs_error"' in text_of(answer)
    assert "เรือออกไปแล้ว" in text_of(answer)
    assert stored() == before
    assert on_disk() == []


def test_four_photographs_are_too_many(sender: Sender) -> None:
    answer = sender.send(photographs=[sent(f"{n}.jpg", picture()) for n in range(4)])
    assert 'id="id_photographs_error"' in text_of(answer)
    assert not Case.objects.exists()


def test_a_disk_that_refuses_leaves_nothing_behind(sender: Sender) -> None:
    system_person(Assessment.objects.get().unit)
    Path(settings.MEDIA_ROOT).write_bytes(b"in the way of the folder")
    before = stored()
    answer = sender.send(photographs=sent("a.jpg", picture()), contact="1")
    assert 'id="id_photographs_error"' in text_of(answer)
    assert stored() == before


def test_what_the_register_refuses_leaves_no_photograph_behind(assessment: Assessment) -> None:
    """A service may go between the moment in which it is chosen and that in which the case is stored."""
    gone = Service(assessment=assessment, process="ออกข่าว", product="เช้า")
    words = {"subject": "ข่าวอากาศช้า", "text": "เรือออกไปแล้ว", "name": "", "contact": "1"}
    filing = Filing(kind="COMPLAINT", service=gone, photographs=(picture(), picture()), **words)
    options = {"code": "7" * 26, "notice_version": "2569-1", "language": "th", "today": datetime.date(2026, 3, 2)}
    with pytest.raises(ValidationError, match="ออกข่าว"):
        file_case(assessment=assessment, table=table_of("cs3-cases"), filing=filing, at=timezone.now(), **options)
    assert on_disk() == []
    assert not EvidenceFile.objects.exists()
    assert not PersonalRecord.objects.exists()


def test_script_in_every_field_is_shown_as_text(sender: Sender, staff: Person, client_of: Callable[..., Any]) -> None:
    script = "<script>alert(1)</script>"
    fields = dict.fromkeys(("subject", "text", "name", "contact"), script)
    for answer in (sender.send(**fields, kind=script, website=script), sender.send(**fields)):
        assert script.encode() not in answer.content
    case = Case.objects.get()
    Case.objects.update(status="ANSWERED", answer=script)
    client = client_of(staff)
    for page in ("", f"{case.pk}/", f"{case.pk}/case/", f"{case.pk}/history/", f"{case.pk}/people/"):
        answer = client.get(f"/units/alpha/2569/tables/cs3-cases/{page}")
        assert answer.status_code == 200
        assert script.encode() not in answer.content, page


def test_ten_cases_an_hour_come_in_from_one_address_and_the_words_of_the_next_stay(sender: Sender) -> None:
    for number in range(CASES_AN_HOUR):
        assert code_in(sender.send(subject=f"เรื่องที่ {number}"))
    answer = sender.send(text="เรื่องที่สิบเอ็ด")
    assert answer.status_code == 429
    assert "เรื่องที่สิบเอ็ด" in text_of(answer)
    assert code_in(Sender("192.0.2.8").send())
    assert Case.objects.count() == CASES_AN_HOUR + 1


def test_sixty_sendings_an_hour_are_looked_at_whatever_they_hold(sender: Sender) -> None:
    stamp = sender.stamp()
    answers = [sender.send(stamp, kind="").status_code for _sending in range(SENDINGS_AN_HOUR + 1)]
    assert answers == [200] * SENDINGS_AN_HOUR + [429]
    assert sender.send(stamp).status_code == 429
    assert not Case.objects.exists()


def test_a_form_sent_again_shows_its_code_whatever_was_counted(sender: Sender) -> None:
    stamp = sender.stamp()
    code = code_in(sender.send(stamp))
    for number in range(CASES_AN_HOUR):
        sender.send(subject=f"เรื่องที่ {number}")
    assert code_in(sender.send(stamp)) == code


@pytest.mark.parametrize("unit", ["none", "ALPHA", "alpha2"])
def test_a_unit_that_is_not_there_has_no_door(sender: Sender, unit: str) -> None:
    for page in ("", "follow/"):
        assert sender.client.get(f"/feedback/{unit}/{page}").status_code == 404


def test_the_year_of_today_takes_the_case_else_the_newest_that_is_open(
    sender: Sender, new_assessment: Callable[..., Assessment]
) -> None:
    for year in (2567, 2568):
        new_assessment("alpha", year)
    sender.send()
    assert Case.objects.get().assessment.year == 2569
    Assessment.objects.filter(round__year=2569).update(state="SUBMITTED")
    sender.send(subject="ที่สอง")
    assert Case.objects.get(subject="ที่สอง").assessment.year == 2568


def test_where_nothing_is_open_the_page_says_where_else_to_turn_and_keeps_the_words(sender: Sender) -> None:
    stamp = sender.stamp()
    Round.objects.update(is_open=False)
    closed = sender.client.get(URL)
    assert closed.status_code == 200
    assert "1111" in text_of(closed)
    answer = sender.send(stamp)
    assert answer.status_code == 409
    assert "เรือออกไปแล้ว" in text_of(answer)
    assert not Case.objects.exists()


def test_only_services_of_the_register_are_offered(
    sender: Sender, fill: Callable[..., Any], new_assessment: Callable[..., Assessment], person: Callable[..., Person]
) -> None:
    first, _second = fill("services", [{"process": "ออกข่าว", "product": product} for product in ("เช้า", "เย็น")])
    other = new_assessment("beta")
    boss = person("boss", "STAFF", other.unit)
    [theirs] = fill("services", [{"process": "ฝึก", "product": "หลักสูตร"}], into=other, by=boss)
    assert "ฝึก" not in text_of(sender.client.get(URL))
    assert code_in(sender.send(service=theirs.pk)) == ""
    assert code_in(sender.send(service=first.pk))
    assert Case.objects.get().service == first


def test_reading_the_door_writes_nothing(sender: Sender) -> None:
    before = everything()
    for url in (URL, FOLLOW):
        answer = sender.client.get(url)
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
    assert everything() == before


def test_english_readers_are_met_in_english() -> None:
    page = text_of(Sender(language="en").client.get(URL))
    assert '<html lang="en">' in page
    assert "Complaint, suggestion, comment or compliment" in page


def test_the_public_case_goes_with_its_case_and_does_not_hold_it(
    sender: Sender, staff: Person, client_of: Callable[..., Any]
) -> None:
    code = code_in(sender.send())
    case = Case.objects.get()
    client_of(staff).post(f"/units/alpha/2569/tables/cs3-cases/{case.pk}/delete/")
    case.refresh_from_db()
    assert case.deleted_at
    assert PublicCase.objects.get().case == case
    assert case.number not in text_of(sender.follow(code))
