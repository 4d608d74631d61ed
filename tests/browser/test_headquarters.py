"""Headquarters and its year: from how far the units are, over a red cell, to the annual report in three formats."""

import io
import re
import zipfile

import openpyxl
import pypdf
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import send, sign_in

pytestmark = pytest.mark.browser
ROUND = "/rounds/2568"


def test_headquarters_leads_its_year(page: Page) -> None:
    sign_in(page, "headquarters", lands=re.compile(r".*/assessments/.*"))
    page.goto(f"{ROUND}/")
    expect(page.locator("main")).to_contain_text("กรมอุทกศาสตร์")
    page.click("nav a:has-text('รายงานประจำปี')")
    cancel_one(page)
    for format_ in ("PDF", "XLSX", "ZIP"):
        ask_for(page, format_)
    drill_down(page)  # the work goes on while headquarters reads something else
    page.goto(f"{ROUND}/annual/")
    pdf, workbook, reports = (taken(page, words) for words in ("PDF:", "Excel:", "ZIP:"))
    assert "หน่วยที่ 1 จาก 3" in pypdf.PdfReader(io.BytesIO(pdf)).pages[-3].extract_text()
    assert openpyxl.load_workbook(io.BytesIO(workbook))["หน่วย"].max_row == 2 + 3
    with zipfile.ZipFile(io.BytesIO(reports)) as archive:
        assert sorted(name for name in archive.namelist() if name.endswith(".pdf")) == [
            "reports/dockyard.pdf", "reports/empty.pdf", "reports/hydro.pdf",
        ]  # fmt: skip
    page.goto("/inbox/")
    expect(page.locator("main")).to_contain_text("รายงานประจำปี 2568 (ZIP) พร้อมแล้ว")


def ask_for(page: Page, format_: str) -> None:
    page.check(f"[name=format][value={format_}]")
    send(page, "main form:has([name=format]) button[type=submit]")


def cancel_one(page: Page) -> None:
    """It is watched while it is made, and then stopped."""
    ask_for(page, "ZIP")
    expect(page.locator(".history progress")).to_be_visible()
    expect(page.locator(".history")).to_contain_text("จาก 3 หน่วย")
    send(page, ".history form:has-text('ยกเลิก') button")
    expect(page.locator(".history > li").first).to_contain_text("ยกเลิกเมื่อ")


def drill_down(page: Page) -> None:
    """From a red cell of the heat map to the unit's own table."""
    page.goto(f"{ROUND}/map/")
    for _try in range(60):  # what was found of the units is computed each minute, and for the report
        if page.locator("td.heat-missing a").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    page.locator("td.heat-missing a").last.click()
    page.wait_for_url(re.compile(r".*/units/.*/2568/.*"))
    page.locator(".reasons a, .tabs a").first.click()
    page.wait_for_url(re.compile(r".*/units/.*/2568/.*"))
    expect(page.locator("main h1")).to_be_visible()


def taken(page: Page, words: str) -> bytes:
    """The file of the report whose name begins with `words`, once it is ready."""
    link = page.locator(f".history > li:has-text('{words}') a[href$='/file/']")
    expect(link).to_be_visible(timeout=90_000)
    with page.expect_download() as download:
        link.click()
    return download.value.path().read_bytes()
