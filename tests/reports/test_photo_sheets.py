"""The photo sheet of an activity: its page, photographs sent to it, its PDF, and its place in the unit report."""

import io
import json
import subprocess
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _
from PIL import Image

from pmqa.criteria import TABLES
from pmqa.cycle.models import Assessment
from pmqa.evidence.models import EvidenceFile, RowChange
from pmqa.evidence.tables import EvidenceTable
from pmqa.organization.models import Person, Role
from pmqa.reports.gathering import report_of
from pmqa.reports.jobs import ask_for_report, make_report
from pmqa.reports.models import ReportJob
from pmqa.reports.render import report_html
from tests.every_table.rows import REGISTERS, SAMPLES
from tests.evidence.pictures import HOME, PDF, SVG, huge_png, picture, sent, with_gps

PHOTOGRAPHED = [table for table in TABLES if table.photo_head]
TABLE = PHOTOGRAPHED[0]
# Without a space, three lines and more under a photograph.
WIDE = "กองทัพเรือรับฟังความคิดเห็นของผู้รับบริการและผู้มีส่วนได้ส่วนเสียอย่างสม่ำเสมอ" * 3


@pytest.fixture
def client(client_of: Callable[[Person], Client], staff: Person) -> Client:
    return client_of(staff)


@pytest.fixture
def activity(assessment: Assessment, fill: Callable[..., list[Any]]) -> Callable[..., Any]:
    """Stores an activity that has a paper among its evidence, and no photograph yet."""

    def make(table: EvidenceTable = TABLE) -> Any:
        for key, rows in REGISTERS.items():
            fill(key, rows)
        [row] = fill(table.key, [SAMPLES[table.key].lines[0]])
        return row

    return make


@pytest.fixture
def row(activity: Callable[..., Any]) -> Any:
    return activity()


def address(row: Any, what: str = "photos", table: EvidenceTable = TABLE) -> str:
    return reverse(f"{table.key}-{what}", args=[row.assessment.unit.code, row.assessment.year, row.pk])


def send(client: Client, row: Any, *files: tuple[str, bytes], accept: str = "text/html", **more: Any) -> Any:
    content = {"sent": str(uuid.uuid4()), "files": [sent(*file) for file in files], **more}
    return client.post(address(row, "photos-upload"), content, headers={"Accept": accept}, follow=True)


def evidence(row: Any) -> list[str]:
    return [file.number for file in TABLE.model._default_manager.get(pk=row.pk).evidence.order_by("pk")]


def test_cs4_and_cs5_have_photo_sheets() -> None:
    assert [table.key for table in PHOTOGRAPHED] == ["cs4-activities", "cs5-activities"]


@pytest.mark.parametrize("table", PHOTOGRAPHED, ids=lambda table: table.key)
def test_photographs_come_to_the_activity_beside_its_other_evidence(
    client: Client, activity: Callable[..., Any], table: EvidenceTable
) -> None:
    row = activity(table)
    before, changes = {file.number for file in row.evidence.all()}, RowChange.objects.count()
    assert before
    content = {"sent": str(uuid.uuid4()), "files": [sent("ก.jpg", picture()), sent("ข.png", picture("PNG"))]}
    answer = client.post(address(row, "photos-upload", table), content)
    assert answer.url == address(row, table=table)
    held = table.model._default_manager.get(pk=row.pk)
    kept = {file.number for file in held.evidence.all()} - before
    start = f"E-{table.criterion}-2569-"
    assert kept == {f"{start}001", f"{start}002"}
    assert before < {file.number for file in held.evidence.all()}
    known = {(file.place, file.taken_on) for file in held.evidence.all() if file.number in kept}
    assert known == {(getattr(held, "place", ""), held.held_on)}
    assert held.version == row.version + 1
    # One entry for each file, and one for the row, with all its evidence.
    assert RowChange.objects.count() == changes + 3
    last = RowChange.objects.filter(table=table.model._meta.label_lower, row_id=row.pk).first()
    assert set(last.values["evidence"].split("\n")) == before | kept
    page = client.get(address(row, table=table)).text
    assert all(reverse("evidence-file", args=["alpha", 2569, number]) in page for number in kept)


def test_a_form_sent_twice_keeps_its_photographs_once(client: Client, row: Any) -> None:
    key = str(uuid.uuid4())
    for _time in range(2):
        assert send(client, row, ("ก.jpg", picture()), sent=key).status_code == 200
    assert len(evidence(row)) == 2
    assert EvidenceFile.objects.exclude(stored="").count() == 1


def test_a_script_is_told_what_was_kept(client: Client, row: Any) -> None:
    answer = send(client, row, ("ก.jpg", picture()), accept="application/json")
    assert json.loads(answer.content) == {"kept": [{"number": f"E-{TABLE.criterion}-2569-001", "title": "ก"}]}
    answer = send(client, row, ("ข.pdf", PDF), accept="application/json")
    assert answer.status_code == 422
    assert "ข.pdf" in json.loads(answer.content)["error"]


@pytest.mark.parametrize(
    "files",
    [
        [],
        [("ก.pdf", PDF)],
        [("ก.jpg", picture()), ("ข.pdf", PDF)],
        [("ก.jpg", picture()), ("ข.jpg", SVG)],
        [("ก.png", huge_png())],
    ],
)
def test_what_is_no_photograph_is_refused_with_all_that_came_with_it(
    client: Client, row: Any, files: list[tuple[str, bytes]], settings: Any
) -> None:
    answer = send(client, row, *files)
    assert "message-error" in answer.text
    held = TABLE.model._default_manager.get(pk=row.pk)
    assert (held.version, evidence(row)) == (row.version, ["E-P-2569-001"])
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []


def test_a_form_without_a_key_is_refused(client: Client, row: Any) -> None:
    assert "message-error" in send(client, row, ("ก.jpg", picture()), sent="no key").text
    assert evidence(row) == ["E-P-2569-001"]


def test_where_a_phone_was_is_not_kept(client: Client, row: Any, settings: Any) -> None:
    content = with_gps((600, 400))
    assert Image.open(io.BytesIO(content)).getexif().get_ifd(0x8825)
    send(client, row, ("ภาพ.jpg", content))
    kept = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert len(kept) == 2
    for path in kept:
        stored = path.read_bytes()
        assert not Image.open(io.BytesIO(stored)).getexif()
        assert HOME.encode() not in stored
    answer = client.get(reverse("evidence-file", args=["alpha", 2569, f"E-{TABLE.criterion}-2569-001"]))
    assert HOME.encode() not in b"".join(answer.streaming_content)


def test_a_photograph_that_came_meanwhile_is_not_lost_by_the_form_of_the_row(client: Client, row: Any) -> None:
    form = {"sent": str(uuid.uuid4()), "version": row.version, **SAMPLES[TABLE.key].first}
    send(client, row, ("ก.jpg", picture()))
    answer = client.post(address(row, "edit"), form)
    assert answer.status_code == 200
    assert answer.context["conflict"]
    assert len(evidence(row)) == 2


def test_a_deleted_activity_takes_no_photograph_and_has_no_sheet(client: Client, row: Any) -> None:
    client.post(address(row, "delete"))
    assert client.get(address(row)).status_code == 404
    assert send(client, row, ("ก.jpg", picture())).status_code == 404
    assert client.post(address(row, "photos-make")).status_code == 404
    assert EvidenceFile.objects.exclude(stored="").count() == 0


def test_only_staff_of_the_unit_send_photographs_and_only_while_it_is_a_draft(
    client: Client, client_of: Callable[..., Client], person: Callable[..., Person], row: Any
) -> None:
    reader = client_of(person("centre", Role.Kind.HEADQUARTERS))
    assert 'id="upload"' in client.get(address(row)).text
    assert 'id="upload"' not in reader.get(address(row)).text
    assert send(reader, row, ("ก.jpg", picture())).status_code == 403
    Assessment.objects.update(state=Assessment.State.SUBMITTED)
    assert 'id="upload"' not in client.get(address(row)).text
    assert send(client, row, ("ก.jpg", picture())).status_code == 403
    assert evidence(row) == ["E-P-2569-001"]


@pytest.mark.parametrize(("asked", "pages"), [("2", [2, 2, 1]), ("4", [4, 1]), ("6", [5]), ("7", [4, 1]), ("", [4, 1])])
def test_the_page_shows_as_many_a_page_as_the_address_asks(
    client: Client, row: Any, asked: str, pages: list[int]
) -> None:
    send(client, row, *[(f"{number}.jpg", picture()) for number in range(5)])
    answer = client.get(address(row), {"a_page": asked})
    assert [len(page) for page in answer.context["pages"]] == pages
    assert answer.text.count('<figure class="photograph">') == 5


def test_a_classified_photograph_is_on_no_sheet(client: Client, row: Any) -> None:
    send(client, row, ("ก.jpg", picture()))
    EvidenceFile.objects.exclude(stored="").update(classification=EvidenceFile.Classification.CLASSIFIED)
    assert client.get(address(row)).context["total"] == 0
    assert [sheet for part in report_of(row.assessment).criteria for sheet in part.photo_sheets] == []


def made(row: Any, staff: Person, tmp_path: Path, **options: Any) -> Path:
    job = ask_for_report(
        assessment=row.assessment,
        language="th",
        thai_digits=False,
        by=staff,
        kind=ReportJob.Kind.PHOTOS,
        subject=row.pk,
        options={"table": TABLE.key, "a_page": 4, **options},
    )
    make_report(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == (ReportJob.State.DONE, "")
    file = tmp_path / "sheet.pdf"
    with job.file.open("rb") as content:
        file.write_bytes(content.read())
    return file


@pytest.mark.parametrize(("a_page", "pages"), [(2, [2, 2, 1]), (4, [4, 1]), (6, [5])])
def test_the_pdf_has_so_many_photographs_a_page_and_nothing_leaves_the_paper(
    client: Client, row: Any, staff: Person, tmp_path: Path, a_page: int, pages: list[int]
) -> None:
    send(client, row, *[(f"{number}.jpg", picture(size=(60, 40 + number))) for number in range(5)])
    files = EvidenceFile.objects.exclude(stored="")
    files.update(caption=WIDE, place="ท่าเรือ", taken_on="2026-01-15")
    file = made(row, staff, tmp_path, a_page=a_page)
    with pdfplumber.open(file) as pdf:
        assert [len(page.images) for page in pdf.pages] == pages
        for page in pdf.pages:
            assert max(char["x1"] for char in page.chars) <= page.width - 2 / 2.54 * 72 + 1
            assert max(image["x1"] for image in page.images) <= page.width - 2 / 2.54 * 72 + 1
    text = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout
    running = "".join(text.split())
    assert running.count(WIDE) == 5
    assert running.count("15ม.ค.2569") == 5
    assert all(number in running for number in files.values_list("number", flat=True))
    assert "".join(str(row).split()) in running
    assert row.assessment.unit.name.replace(" ", "") in running


def test_the_page_asks_for_the_pdf_and_watches_it(client: Client, row: Any) -> None:
    send(client, row, ("ก.jpg", picture()))
    answer = client.post(address(row, "photos-make"), {"a_page": "2"})
    assert answer.url == f"{address(row)}?a_page=2"
    job = ReportJob.objects.get()
    assert (job.kind, job.subject, job.options) == ("PHOTOS", row.pk, {"table": TABLE.key, "a_page": 2})
    client.post(address(row, "photos-make"), {"a_page": "2"})
    assert ReportJob.objects.count() == 1
    assert 'hx-trigger="load delay:1s"' in client.get(answer.url).text
    state = reverse("report-state", args=["alpha", 2569, job.pk])
    assert client.get(state).url == answer.url
    make_report(job.pk)
    part = client.get(state, headers={"HX-Request": "true"}).text
    assert part.strip() in client.get(answer.url).text
    file = client.get(reverse("report-file", args=["alpha", 2569, job.pk]))
    assert b"".join(file.streaming_content).startswith(b"%PDF")
    assert file["Content-Disposition"].endswith(".pdf")


def test_the_page_of_reports_lists_reports_alone(client: Client, row: Any) -> None:
    client.post(address(row, "photos-make"))
    assert client.get(reverse("reports", args=["alpha", 2569])).context["job"] is None


def test_a_sheet_is_made_anew_when_its_photographs_change(client: Client, row: Any) -> None:
    for count in (1, 2, 2):
        if ReportJob.objects.count() < count:
            send(client, row, (f"{count}.jpg", picture()))
        client.post(address(row, "photos-make"))
        assert ReportJob.objects.count() == count


def test_a_sheet_of_an_activity_that_was_deleted_meanwhile_says_so(client: Client, row: Any) -> None:
    client.post(address(row, "photos-make"))
    client.post(address(row, "delete"))
    job = ReportJob.objects.get()
    make_report(job.pk)
    job.refresh_from_db()
    assert job.state == ReportJob.State.FAILED
    assert job.error == _("The activity was deleted meanwhile.")


def test_the_report_prints_sheets_in_place_of_the_loose_list(client: Client, row: Any) -> None:
    send(client, row, ("ก.jpg", picture()), ("ข.jpg", picture()))
    url = reverse("evidence-upload", args=["alpha", 2569])
    loose = {"sent": str(uuid.uuid4()), "criterion": TABLE.criterion, "files": [sent("ค.jpg", picture())]}
    client.post(url, loose)
    report = report_of(row.assessment)
    [part] = [part for part in report.criteria if part.code == TABLE.criterion]
    [sheet] = part.photo_sheets
    assert (sheet.row, sheet.title) == (row.pk, str(row))
    assert [picture.caption for picture in sheet.pictures] == ["ก", "ข"]
    assert [picture.caption for picture in part.pictures] == ["ค"]
    page = report_html(report)
    assert page.count("evidence:") == 3
    assert page.index('class="pictures photo-sheet"') < page.index('class="pictures"')
