"""The report on paper: escaped, whole, and its text found again in the PDF."""

import datetime
import html
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from pmqa.cycle.models import Assessment
from pmqa.reports.gathering import report_of
from pmqa.reports.look import Look, paper_text
from pmqa.reports.pdf import render_pdf
from pmqa.reports.pictures import pictures_of
from pmqa.reports.render import chapters_of, report_html, stylesheet
from pmqa.reports.report import Marked
from tests.reports.filled import WORDS

DAY = datetime.date(2026, 11, 22)


MADE: dict[str, tuple[str, bytes]] = {}


def pdf_of(page: str, assessment: Assessment) -> bytes:
    return render_pdf(page, stylesheet=stylesheet(), pictures=pictures_of(assessment))


@pytest.fixture
def printed(filled: Assessment, tmp_path: Path) -> tuple[str, Path]:
    """The HTML of the report, and the PDF made of it: seconds of work, done once for all tests here."""
    if "report" not in MADE:
        report = report_of(filled)
        page = report_html(report, made_on=DAY)
        MADE["report"] = page, pdf_of(page, filled)
    page, content = MADE["report"]
    file = tmp_path / "report.pdf"
    file.write_bytes(content)
    return page, file


def text_of(file: Path) -> str:
    return subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout


def test_thai_of_the_html_is_found_in_the_pdf(printed: tuple[str, Path]) -> None:
    page, file = printed
    text = text_of(file)
    assert WORDS in text
    body = re.sub(r"<head>.*</head>", "", page, flags=re.DOTALL)
    plain = html.unescape(re.sub(r"<(?!/?(?:span|b)\b)[^>]*>", " ", body))
    words = set(re.findall("[ก-๛]+", re.sub(r"<[^>]+>", "", plain)))
    # A line may end inside a run of Thai, which has no spaces: what is looked for is the run without line ends.
    running = re.sub(r"\s", "", text)
    missing = sorted(word for word in words if word not in running)
    assert len(words) > 80
    assert len(missing) <= 0.03 * len(words), missing


def test_the_pdf_has_contents_bookmarks_and_a_foot(printed: tuple[str, Path]) -> None:
    reader = PdfReader(printed[1])
    titles = [entry["/Title"] for entry in reader.outline if isinstance(entry, dict)]
    assert any("CS2" in title for title in titles)
    last = reader.pages[-1].extract_text()
    assert f"{len(reader.pages)}" in last
    assert "2569" in last


def test_wide_tables_lie_on_landscape_pages(printed: tuple[str, Path]) -> None:
    pages = PdfReader(printed[1]).pages
    lying = [page.mediabox.width > page.mediabox.height for page in pages]
    assert not lying[0]
    assert any(lying)


def test_what_people_typed_stays_text(printed: tuple[str, Path]) -> None:
    page, file = printed
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert(1)</script>" in text_of(file)


def test_the_picture_is_in_the_pdf(printed: tuple[str, Path]) -> None:
    images = [image for page in PdfReader(printed[1]).pages for image in page.images]
    assert {image.image.size for image in images} == {(461, 259)}  # 150 dots an inch where 78 mm are its room


def test_only_pictures_of_the_assessment_are_read(
    filled: Assessment, new_assessment: Callable[..., Assessment]
) -> None:
    evidence = str(report_of(filled).criteria[1].pictures[0].evidence)
    assert pictures_of(filled)(evidence).startswith(b"\xff\xd8")
    with pytest.raises(KeyError):
        pictures_of(new_assessment("beta"))(evidence)


def test_a_picture_that_is_gone_does_not_stop_the_report(filled: Assessment, settings: Any) -> None:
    next(Path(settings.MEDIA_ROOT, "evidence").iterdir()).unlink()
    assert pdf_of(report_html(report_of(filled)), filled).startswith(b"%PDF")


def test_dates_and_figures_in_thai_digits_but_not_the_words_of_the_unit(filled: Assessment) -> None:
    page = report_html(report_of(filled), thai_digits=True, made_on=DAY)
    assert "๒๒ พฤศจิกายน ๒๕๖๙" in page
    assert "๑๒ ต.ค. ๒๕๖๘" in page
    assert '<td class="number">๔๕</td>' in page
    assert "ภายใน 3 วัน" in page


def test_a_draft_says_so_and_a_certified_report_does_not(filled: Assessment) -> None:
    report = report_of(filled)
    certified = replace(report, cover=replace(report.cover, is_certified=True))
    assert "draft-mark" in report_html(report)
    assert "draft-mark" not in report_html(certified)


def test_the_mark_of_the_demonstration(filled: Assessment, settings: Any) -> None:
    report = report_of(filled)
    settings.DEMONSTRATION = False
    assert "sample-mark" not in report_html(report)
    settings.DEMONSTRATION = True
    assert "sample-mark" in report_html(report)


def test_every_chapter_is_in_the_contents(filled: Assessment) -> None:
    report = report_of(filled)
    page = report_html(report)
    for chapter in chapters_of(report, Look()):
        assert f'href="#{chapter.anchor}"' in page
        assert page.count(f'id="{chapter.anchor}"') == 1


def test_official_terms_are_kept_whole_and_lines_kept() -> None:
    assert paper_text("ผู้รับบริการ\n<b>") == '<span class="whole">ผู้รับบริการ</span><br>&lt;b&gt;'


def test_a_cell_is_written_by_its_kind() -> None:
    look = Look("th", thai_digits=True)
    assert look.text(DAY) == "๒๒ พ.ย. ๒๕๖๙"
    assert look.text(45) == "๔๕"
    assert look.text(Marked(45, "count")) == "๔๕"
    assert look.text("ข้อ 45") == "ข้อ 45"
    assert Look("en").text(DAY) == "22 Nov 2026"
