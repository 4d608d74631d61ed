"""Nobody meets English on a Thai page, nor Thai on an English one, but for names and official terms."""

import html
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation

from pmqa.criteria import CRITERIA, TABLES, table_of
from pmqa.cycle.models import Assessment
from pmqa.evidence.models import Statement
from pmqa.organization.models import Person

SAMPLES = Path(__file__).parent / "exchange" / "samples"
TYPED = "ใจดี ชาวประมง ชุมชน ทำแผนที่ แผนที่ ข่าวอากาศช้า ข่าวช้า ตามภารกิจ ใช้บริการโดยตรง"
TABLE_PAGES = ("", "-add", "-grid")
# Official terms, kinds of files, keys and names of people abroad stay as they are.
TERMS = """
    PMQA PDF UA JSON JPEG PNG WEBP DOCX XLSX PPTX Excel CSV ics MB SHA GG Customer Profile Fundamental Level English
    Yamane Krejcie Morgan Alt Ctrl Enter Tab Shift Esc
""".split()
CODES = re.compile(r"\bCS[1-7](?:-[A-Z]+\d)?\b|\bE-[A-Z]+\d?-\d+-\d+\b|\.(?:xlsx|xlsm|csv)\b|\S+\.xlsx\b|%n%")
SHOWN = re.compile(r'\s(?:aria-label|placeholder|title|alt|data-(?!testid)[a-z-]*text[a-z-]*)="([^"]*)"')
UNSEEN = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->", re.DOTALL)


def words_of(response: Any) -> str:
    """What a person reads or hears of a page: its text, and the attributes that are shown or read aloud."""
    page = UNSEEN.sub(" ", response.content.decode())
    return html.unescape(" \n ".join([*SHOWN.findall(page), re.sub(r"<[^>]+>", " \n ", page)]))


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return words_of(answer)


def english_in(words: str) -> set[str]:
    left = CODES.sub(" ", words)
    return {word for word in re.findall(r"[A-Za-z]{2,}", left) if word not in TERMS}


def thai_in(words: str) -> set[str]:
    return set(re.findall(r"[\u0e00-\u0e7f]+", words)) - {"ภาษาไทย"}


@pytest.fixture
def unit(assessment: Assessment, staff: Person, fill: Callable[..., list[Any]]) -> Assessment:
    """A unit with a row in most tables, some of them with gaps, so that pages have reasons to give."""
    Person.objects.filter(pk=staff.pk).update(rank="น.อ.", first_name="สมชาย", last_name="ใจดี")
    type(assessment.unit).objects.update(name="กรมตัวอย่าง")
    fill("groups", [{"name": "ชาวประมง", "kind": "ผู้รับบริการ"}, {"name": "ชุมชน", "kind": "ผู้มีส่วนได้ส่วนเสีย"}])
    fill("duties", [{"source": "หน้าที่ตามกฎกระทรวง", "text": "ทำแผนที่"}])
    fill("services", [{"process": "ทำแผนที่", "product": "แผนที่"}])
    fill("cs1-criteria", [{"criterion": "ใช้บริการโดยตรง", "set_on": "12 ต.ค. 2568"}])
    fill("cs1-profiles", [{"group": "ชาวประมง"}])
    fill("cs2-channels", [{"group": "ชาวประมง", "channel:SURVEY": "/"}])
    fill("cs2-uses", [{"finding": "ข่าวอากาศช้า"}])
    fill("improvements", [{"source": "ข้อค้นพบจากช่องทางรับฟัง", "problem": "ข่าวช้า", "since": "1 มี.ค. 2569"}])
    Statement.objects.create(
        assessment=assessment, guideline="CS1-A1", text="ตามภารกิจ", updated_at="2026-01-05T02:00Z", updated_by=staff
    )
    return Assessment.objects.select_related("unit", "round").get(pk=assessment.pk)


def addresses(unit: Assessment) -> Iterator[str]:
    place = [unit.unit.code, unit.year]
    yield reverse("start", args=place)
    for criterion in CRITERIA:
        yield reverse("criterion", args=[*place, criterion.code.lower()])
    for table in TABLES:
        yield from (reverse(table.key + page, args=place) for page in TABLE_PAGES)
    yield from (reverse(name, args=place) for name in ("import", "reports"))
    yield reverse("statement", args=[*place, "CS1-A1"])
    yield reverse("assessments")
    yield reverse("sample-size") + "?population=500"
    yield reverse("account_logout")
    criterion = table_of("cs1-criteria").rows_of(unit).get()
    yield from (reverse(f"cs1-criteria-{page}", args=[*place, criterion.pk]) for page in ("edit", "history"))


def test_the_catalogue_is_complete() -> None:
    call_command("catalogue", "check", stdout=io.StringIO())


def test_the_pages_of_a_unit_are_thai(unit: Assessment, staff: Person, client_of: Callable[..., Client]) -> None:
    client = client_of(Person.objects.get(pk=staff.pk))
    found = {address: english_in(read(client, address)) for address in addresses(unit)}
    assert {address: words for address, words in found.items() if words} == {}


def test_the_pages_of_a_unit_with_nothing_in_it_are_thai(
    assessment: Assessment, staff: Person, client_of: Callable[..., Client]
) -> None:
    Person.objects.filter(pk=staff.pk).update(first_name="สมชาย")
    type(assessment.unit).objects.update(name="หน่วยใหม่")
    client = client_of(Person.objects.get(pk=staff.pk))
    place = [assessment.unit.code, assessment.year]
    asked = [reverse("start", args=place), *(reverse(table.key, args=place) for table in TABLES)]
    found = {address: english_in(read(client, address)) for address in asked}
    assert {address: words for address, words in found.items() if words} == {}


def test_the_preview_of_a_workbook_with_faults_is_thai(
    unit: Assessment, staff: Person, client_of: Callable[..., Client]
) -> None:
    client = client_of(Person.objects.get(pk=staff.pk))
    with (SAMPLES / "dockyard-2569-as-kept.xlsx").open("rb") as file:
        answer = client.post(reverse("import", args=[unit.unit.code, unit.year]), {"file": file}, follow=True)
    words = words_of(answer).replace("ตารางวิเคราะห์ CS", "")
    assert "นักเรียนช่าง" in words
    assert english_in(words) == set()


@pytest.mark.parametrize("key", [table.key for table in TABLES])
def test_what_is_wrong_in_a_form_is_said_in_thai(
    key: str, unit: Assessment, staff: Person, client_of: Callable[..., Client]
) -> None:
    client = client_of(Person.objects.get(pk=staff.pk))
    address = reverse(f"{key}-add", args=[unit.unit.code, unit.year])
    token = re.search(r'name="sent" value="([^"]+)"', client.get(address).content.decode())
    assert token is not None
    wrong = dict.fromkeys(table_of(key).form.base_fields, "๓๑ ก.พ.")
    assert english_in(words_of(client.post(address, {**wrong, "sent": token[1]}))) == set()


def test_visitors_read_thai(db: None) -> None:
    visitor = Client(HTTP_ACCEPT_LANGUAGE="th")
    login = reverse("account_login")
    for answer in (
        visitor.get(login),
        visitor.post(login, {}),
        visitor.post(login, {"login": "ใคร", "password": "ไม่รู้"}),
        visitor.get("/no-such-page/"),
    ):
        assert english_in(words_of(answer)) == set()


def test_english_pages_hold_no_thai_but_what_was_typed(
    unit: Assessment, staff: Person, client_of: Callable[..., Client]
) -> None:
    Person.objects.filter(pk=staff.pk).update(rank="", first_name="Somchai")
    type(unit.unit).objects.update(name="Charts")
    client = client_of(Person.objects.get(pk=staff.pk))
    client.cookies["django_language"] = "en"
    place = [unit.unit.code, unit.year]
    # The history keeps choices in the words of the one who made them.
    typed = {"หน้าที่ตามกฎกระทรวง", "ข้อค้นพบจากช่องทางรับฟัง", "แบบสำรวจ", *TYPED.split()}
    asked = [reverse(name, args=place) for name in ("start", "import", "reports", "cs1-criteria", "groups")]
    asked += [reverse("criterion", args=[*place, criterion.code.lower()]) for criterion in CRITERIA]
    with translation.override("en"):
        found = {address: thai_in(read(client, address)) - typed for address in asked}
    assert {address: words for address, words in found.items() if words} == {}


def test_official_headings_are_the_thai_of_the_workbook() -> None:
    headings = [str(column.heading) for column in table_of("cs1-analysis").sheet_columns]
    assert headings[:4] == [
        "หน้าที่ตามกฎกระทรวง",
        "หน้าที่ตามกฎหมายอื่น ๆ",
        "พันธกิจตามวิสัยทัศน์",
        "ภารกิจอื่น ๆ ที่ได้รับมอบหมาย",
    ]
    assert [str(column.heading) for column in table_of("cs2-channels").sheet_columns][1:4] == [
        "แบบสำรวจ",
        "มาด้วยตนเอง",
        "ประชุมกลุ่มย่อย",
    ]
