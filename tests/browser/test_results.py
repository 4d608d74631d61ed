"""What comes out of surveys: results in which a small group shows nowhere, texts, an improvement, and the papers."""

import csv
import io
import re
import subprocess
from itertools import groupby
from pathlib import Path

import openpyxl
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import send, sign_in

pytestmark = pytest.mark.browser
UNIT = "/units/hydro/2569"
SMALL, SHOWN, HIDDEN = "จังหวัดชายทะเล", "ชุมชนชายฝั่ง", "ไม่แสดง: ตอบไม่ถึง 5 คน"
SAVE = "main form button.btn-primary"
WORDS = "รอนานในช่วงเช้า"


def test_results_are_read_used_and_asked_for_on_paper(page: Page, tmp_path: Path) -> None:
    sign_in(page, "hydro-staff")
    hide_the_small_group(page, tmp_path)
    answer = search_texts(page)
    improve(page, answer)
    make_papers(page, tmp_path)


def open_survey(page: Page, title: str) -> None:
    page.goto(f"{UNIT}/tables/cs6-surveys/")
    row = page.locator("table.sheet tbody tr", has_text=title)
    page.goto(row.locator(".menu a[href*='/surveys/']:not([href*='results'])").get_attribute("href") or "")


def hide_the_small_group(page: Page, folder: Path) -> None:
    """Four of a group answered: the page and the workbook name the group once, as hidden, and the CSV never."""
    open_survey(page, "ความพึงพอใจของชุมชนและจังหวัด")
    send(page, "main a[href$='/results/'] >> nth=0")
    page.locator("main details").evaluate_all("all => all.forEach(each => { each.open = true; })")
    shown = page.locator("main table").all_inner_texts()
    assert any(SHOWN in table for table in shown)
    assert not any(SMALL in table for table in shown)
    expect(page.locator(".facts > div", has_text=SMALL)).to_contain_text("ไม่แสดง")
    expect(page.locator(".facts dd").first).to_have_text("60")  # of 64
    choices = page.locator("#whose option")
    assert not any(SMALL in choice for choice in choices.all_inner_texts())
    page.select_option("#whose", label=SHOWN)
    send(page, "form:has(#whose) button")
    expect(page.locator(".facts dd").first).to_have_text("36")
    for ending, read, named in (("csv", lines_of_csv, []), ("xlsx", lines_of_workbook, [[SMALL, HIDDEN]])):
        with page.expect_download() as waiting:
            page.click(f"a[href*='results.{ending}']")
        path = folder / f"results.{ending}"
        waiting.value.save_as(path)
        lines = read(path)
        assert any(SHOWN in cell for line in lines for cell in line)
        assert [line for line in lines if any(SMALL in cell for cell in line)] == named


def lines_of_csv(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))


def lines_of_workbook(path: Path) -> list[list[str]]:
    sheets = openpyxl.load_workbook(path).worksheets
    return [
        [str(cell) for cell in line if cell is not None]
        for sheet in sheets
        for line in sheet.iter_rows(values_only=True)
    ]


def search_texts(page: Page) -> str:
    """The texts in which words stand; the address of an improvement out of the first."""
    open_survey(page, "ความพึงพอใจของหน่วยและกำลังพล")
    send(page, "main a[href$='/results/'] >> nth=0")
    page.locator("main details", has_text="เรื่องที่ไม่พึงพอใจ").last.locator("summary").click()
    with page.expect_navigation():
        page.locator("main details[open] a[href*='/texts/']").click()
    texts = page.locator("ul.news li")
    everything = texts.count()
    page.fill("#text-search", WORDS)
    send(page, "main form button")
    assert 0 < texts.count() < everything
    for text in texts.all_inner_texts():
        assert WORDS in text
    return texts.first.locator("a").get_attribute("href") or ""


def improve(page: Page, address: str) -> None:
    """An answer is the source of an improvement: without evidence the point is partly there, with it whole."""
    page.goto(f"{UNIT}/tables/improvements/")
    rows = page.locator("table.sheet tbody tr", has_text="ผลสำรวจ")
    for _example in range(rows.count()):
        with page.expect_navigation():
            rows.first.locator("form[action$='/delete/']").evaluate("form => form.requestSubmit()")
    assert status_of(page) == "ยังไม่มี"
    page.goto(address)
    expect(page.locator("[name=problem]")).to_have_value(WORDS)
    expect(page.locator("[name=source] option:checked")).to_have_text("ผลสำรวจ")
    page.fill("[name=change]", "เปิดจุดบริการเพิ่มช่วงเช้า")
    send(page, SAVE)
    assert status_of(page) == "บางส่วน"
    with page.expect_navigation():
        page.locator("#CS6-LI1 .reasons a").first.click()
    page.locator("[name=evidence]").first.check()
    send(page, SAVE)
    assert status_of(page) == "ครบ"


def status_of(page: Page) -> str:
    page.goto(f"{UNIT}/cs6/")
    return page.locator("#CS6-LI1 .status").first.inner_text().split()[-1]


def make_papers(page: Page, folder: Path) -> None:
    """A new version is published; its poster has the code of its address, its paper form the questions."""
    open_survey(page, "ความพึงพอใจของหน่วยและกำลังพล")
    send(page, "form[action$='/draft/'] button >> nth=0")
    send(page, "form[action$='/publish/'] button")
    link = page.locator("a[href*='/survey/']").first.get_attribute("href") or ""
    send(page, "a[href$='/papers/']")
    poster = made(page, "poster", folder)
    assert link.rstrip("/").rpartition("/")[2] in text_of(poster)
    assert "กรมอุทกศาสตร์" in text_of(poster)
    assert has_code(poster)
    sheet = made(page, "sheet", folder)
    for words in ("ขั้นตอนชัดเจน ไม่ยุ่งยาก", "ข้อเสนอแนะ"):
        assert words in text_of(sheet)


def made(page: Page, paper: str, folder: Path) -> Path:
    """The PDF of a paper, once the job cluster has made it."""
    send(page, f"button[name=paper][value={paper}]")
    link = page.locator("#report-state a[href*='/file/']")
    expect(link).to_be_visible(timeout=120_000)
    with page.expect_download() as waiting:
        link.evaluate("link => { link.setAttribute('download', ''); link.click(); }")
    path = folder / f"{paper}.pdf"
    waiting.value.save_as(path)
    return path


def text_of(path: Path) -> str:
    told = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True).stdout.decode()
    return re.sub(r"\s+", " ", told)


def has_code(path: Path) -> bool:
    """Whether a QR code is drawn: lines through the three corners go dark, light, dark, light, dark as 1:1:3:1:1."""
    target = path.with_suffix("")
    subprocess.run(["pdftoppm", "-gray", "-r", "100", "-singlefile", path, target], check=True)
    picture = Image.open(target.with_suffix(".pgm"))
    pixels, width = picture.tobytes(), picture.width
    lines = [pixels[start : start + width] for start in range(0, len(pixels), width)]
    return sum(corners_in(line) >= 2 for line in lines) > 10


def corners_in(line: bytes) -> int:
    runs = [(dark, len(list(run))) for dark, run in groupby(line, key=lambda shade: shade < 128)]
    found = 0
    for start in range(len(runs) - 4):
        (is_dark, _one), lengths = runs[start], [length for _dark, length in runs[start : start + 5]]
        unit = sum(lengths) / 7
        wanted = zip(lengths, (1, 1, 3, 1, 1), strict=True)
        found += is_dark and unit > 2 and all(abs(length - n * unit) <= unit / 2 for length, n in wanted)
    return found
