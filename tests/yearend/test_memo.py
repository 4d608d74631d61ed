"""The memo to the unit head: asked for on the page of the summary, made by the worker, read back from the paper."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from pmqa.organization.models import Person
from pmqa.reports import memo
from pmqa.reports.jobs import make_report
from pmqa.reports.models import ReportJob
from pmqa.yearend.actions import latest_summary
from tests.organization.walk import NOW
from tests.yearend.conftest import Office

TODAY = NOW.date()
# What of a page lies above its foot, in points.
BODY = "-x 0 -y 0 -W 596 -H 785".split()
# Without a space, two lines and more.
WIDE = "กองทัพเรือรับฟังความคิดเห็นของผู้รับบริการและผู้มีส่วนได้ส่วนเสียอย่างสม่ำเสมอ" * 4


@pytest.fixture
def printed(staff_office: Office, tmp_path: Path) -> Callable[..., tuple[str, Path]]:
    """The memo as it stands now: its text without white space and without the foot of its pages, and the file."""

    def make(**choices: str) -> tuple[str, Path]:
        staff_office.step("make", **choices)
        job = ReportJob.objects.first()
        make_report(job.pk)
        job.refresh_from_db()
        assert (job.state, job.error) == (ReportJob.State.DONE, "")
        file = tmp_path / f"memo-{job.pk}.pdf"
        with job.file.open("rb") as content:
            file.write_bytes(content.read())
        command = ["pdftotext", *BODY, file, "-"]
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return "".join(text.split()), file

    return make


def test_the_memo_says_what_the_summary_says(staff_office: Office, printed: Any, head_office: Office) -> None:
    staff_office.step("draft")
    staff_office.edit(proposals="ควรเพิ่มรอบข่าวอากาศสำหรับกำลังพลและครอบครัว")
    text, _file = printed()
    held = latest_summary(staff_office.assessment)
    for words in ("น้ำไม่ไหล→เปลี่ยนปั๊ม", "ขอข้อมูลคลื่น", "ควรเพิ่มรอบข่าวอากาศสำหรับกำลังพลและครอบครัว"):
        assert words in text
    assert "".join(staff_office.assessment.unit.name.split()) in text
    assert f"{held.made_on.year + 543}" in text
    # Nothing of surveys is known: the third part is left out, and the numbers go on without it.
    assert f"3.{held._meta.get_field('proposals').verbose_name}".replace(" ", "") in text
    staff_office.step("send")
    head_office.step("acknowledge")
    acknowledged, _file = printed()
    assert "น.อ.สมชายใจดี" in acknowledged
    assert "น.อ.สมชายใจดี" not in text
    assert _("Acknowledged in the system by").replace(" ", "") in acknowledged


def test_thai_digits_are_those_of_the_words_too_but_not_of_codes(staff_office: Office) -> None:
    staff_office.step("draft")
    staff_office.edit(complaints="ตอบ 12 เรื่อง เช่น F-2569-0001 เวลา 09.30 น. ที่ https://example.com/1")
    staff_office.step("make", thai_digits="1")
    job = ReportJob.objects.get()
    assert "ตอบ ๑๒ เรื่อง เช่น F-2569-0001 เวลา ๐๙.๓๐ น. ที่ https://example.com/1" in words_of(job)
    job.thai_digits = False
    assert "ตอบ 12 เรื่อง" in words_of(job)


def words_of(job: ReportJob) -> str:
    return re.sub(r"<[^>]+>", "", memo.page(memo.gather(job), job, TODAY).html)


def test_a_memo_that_was_not_sent_is_marked_as_a_draft(staff_office: Office) -> None:
    staff_office.step("draft")
    staff_office.step("make")
    job = ReportJob.objects.get()
    assert "draft-mark" in memo.page(memo.gather(job), job, TODAY).html
    staff_office.step("send")
    assert "draft-mark" not in memo.page(memo.gather(job), job, TODAY).html


def test_wide_lines_and_script_stay_on_the_paper(staff_office: Office, printed: Any) -> None:
    staff_office.step("draft")
    words = "\n".join([WIDE, "<script>alert(1)</script>", *(f"ข้อ {n} {WIDE}" for n in range(12))])
    staff_office.edit(activities=words)
    staff_office.step("send")
    text, file = printed()
    assert text.count(WIDE) == 13
    assert "<script>alert(1)</script>" in text
    with pdfplumber.open(file) as pdf:
        assert len(pdf.pages) > 2
        for page in pdf.pages:
            assert max(char["x1"] for char in page.chars) <= page.width - 2 / 2.54 * 72 + 1
            assert min(char["x0"] for char in page.chars) >= 3 / 2.54 * 72 - 1


def test_figures_of_the_memo_and_those_in_its_words_in_thai_digits(staff_office: Office, printed: Any) -> None:
    staff_office.step("draft")
    staff_office.edit(proposals="ใช้เวลา 3 วัน")
    text, _file = printed(thai_digits="1")
    assert "๒๕๖๙" in text
    assert "ใช้เวลา๓วัน" in text


def test_the_page_watches_the_memo_and_hands_over_the_file(staff_office: Office, printed: Any) -> None:
    assert staff_office.step("make").url == staff_office.url()
    assert ReportJob.objects.count() == 0
    staff_office.step("draft")
    staff_office.step("make")
    job = ReportJob.objects.get()
    assert (job.kind, job.language, job.subject) == ("MEMO", "th", latest_summary(staff_office.assessment).pk)
    assert 'hx-trigger="load delay:1s"' in staff_office.page().text
    state = reverse("report-state", args=["alpha", 2569, job.pk])
    assert staff_office.client.get(state).url == staff_office.url()
    printed()
    assert ReportJob.objects.count() == 1
    part = staff_office.client.get(state, headers={"HX-Request": "true"}).text
    assert part.strip() in staff_office.page().text
    answer = staff_office.client.get(reverse("report-file", args=["alpha", 2569, job.pk]))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert staff_office.client.get(reverse("reports", args=["alpha", 2569])).context["job"] is None


def test_an_acknowledged_memo_is_another_document(staff_office: Office, head_office: Office, staff: Person) -> None:
    staff_office.step("draft")
    for what in ("make", "send", "make", "make"):
        staff_office.step(what)
    head_office.step("acknowledge")
    staff_office.step("make")
    assert ReportJob.objects.count() == 3


def test_a_summary_that_was_deleted_meanwhile_is_said(staff_office: Office) -> None:
    staff_office.step("draft")
    staff_office.step("make")
    held = latest_summary(staff_office.assessment)
    staff_office.client.post(reverse("cs5-summaries-delete", args=["alpha", 2569, held.pk]))
    job = ReportJob.objects.get()
    make_report(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == (ReportJob.State.FAILED, _("The summary was deleted meanwhile."))
