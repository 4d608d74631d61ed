"""An afternoon of a unit, in a real browser: from the unit's own workbook to checked evidence and the report."""

import io
import subprocess
from pathlib import Path

import openpyxl
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import paste, sign_in

pytestmark = pytest.mark.browser
AS_KEPT = Path(__file__).parent.parent / "exchange" / "samples" / "dockyard-2569-as-kept.xlsx"
MENDED = {"G6": "", "B3": "มาก", "A4": "ซ่อมเรือตามแผน", "C3": "๑๒"}
PROFILES = "\r\n".join(
    "\t".join(cells)
    for cells in (
        ("เรือหลวงที่เข้าซ่อม", "ผู้รับบริการ", "เรือ ๒๔ ลำ", '"ซ่อมเสร็จตามกำหนด\nอะไหล่พร้อม"', "แจ้งทุกสัปดาห์"),
        ("กําลังพลและครอบครัว", "ผู้รับบริการ", "กำลังพล 900 นาย", "ที่พักใกล้อู่", "ตอบใน 7 วัน"),
        ("ผู้ขายและผู้รับจ้าง", "ผู้มีส่วนได้ส่วนเสีย", "86 ราย", "ประกาศล่วงหน้า", "จ่ายเงินตรงเวลา"),
        ("ชุมชนรอบอู่", "ผู้มีส่วนได้ส่วนเสีย", "3 ชุมชน", "เสียงเบาลงเวลากลางคืน", "แจ้งก่อนงานใหญ่"),
    )
)


def photograph() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (640, 480), (40, 90, 150)).save(buffer, "JPEG")
    return buffer.getvalue()


def status_of(page: Page, point: str) -> str:
    return page.locator(f"#{point} .status").first.inner_text().strip()


def test_from_the_units_own_workbook_to_the_report(page: Page, tmp_path: Path) -> None:
    sign_in(page, "empty-staff")
    import_and_mend(page)
    paste_profiles(page)
    review_with_photograph(page)
    download_workbook(page, tmp_path)
    download_report(page, tmp_path)


def import_and_mend(page: Page) -> None:
    """The workbook as kept has four wrong cells; they are mended in the preview, and all is imported at once."""
    page.goto("/units/empty/2569/import/")
    page.set_input_files("input[type=file]", AS_KEPT)
    page.click("main form button[type=submit]")
    expect(page.locator("#wrong tbody tr")).to_have_count(4)
    expect(page.locator("button[value=import]")).to_be_disabled()
    for cell, text in MENDED.items():
        page.locator("#wrong tr", has=page.locator("th", has_text=cell)).locator("textarea, input").fill(text)
    page.click("button[value=trial]")
    expect(page.locator("#wrong")).to_have_count(0)
    page.click("button[value=import]")
    page.goto("/units/empty/2569/tables/groups/")
    expect(page.locator("table.sheet tbody tr")).to_have_count(4)
    expect(page.locator("main")).to_contain_text("กำลังพลและครอบครัว")


def paste_profiles(page: Page) -> None:
    """A block copied from Excel becomes the profiles: quoted lines, Thai digits and ํ+า included."""
    page.goto("/units/empty/2569/cs1/")
    assert status_of(page, "CS1-A3").endswith("ยังไม่มี")
    page.goto("/units/empty/2569/tables/cs1-profiles/grid/")
    paste(page, "[name=line-0-group]", PROFILES)
    expect(page.locator("[name=line-3-group]")).to_have_value("ชุมชนรอบอู่")
    page.click("main form button.btn-primary")
    page.wait_for_url("**/tables/cs1-profiles/")
    expect(page.locator("table.sheet tbody tr")).to_have_count(4)
    page.goto("/units/empty/2569/cs1/")
    assert status_of(page, "CS1-A3").endswith("ครบ")


def review_with_photograph(page: Page) -> None:
    """A review with its photograph turns the point of regular review to met."""
    assert status_of(page, "CS1-A5").endswith("ยังไม่มี")
    page.locator("#CS1-A5 .reasons a").click()
    page.goto("/units/empty/2569/tables/cs1-reviews/add/")
    page.fill("[name=reviewed_on_day]", "๑๕")
    page.select_option("[name=reviewed_on_month]", label="ตุลาคม")
    page.fill("[name=reviewed_on_year]", "2568")
    page.fill("[name=subject]", "กลุ่ม C/S ทั้งหมด")
    page.set_input_files("[name=files]", {"name": "ประชุม.jpg", "mimeType": "image/jpeg", "buffer": photograph()})
    page.click("main form button.btn-primary")
    page.wait_for_url("**/tables/cs1-reviews/")
    expect(page.locator("main")).to_contain_text("15 ต.ค. 2568")
    expect(page.locator("main")).to_contain_text("E-CS1-2569-001")
    page.goto("/units/empty/2569/cs1/")
    assert status_of(page, "CS1-A5").endswith("ครบ")


def download_workbook(page: Page, folder: Path) -> None:
    page.goto("/units/empty/2569/import/")
    with page.expect_download() as waiting:
        page.click("a[href$='/export/']")
    path = folder / "unit.xlsx"
    waiting.value.save_as(path)
    titles = openpyxl.load_workbook(path).sheetnames
    assert any("Customer Profile" in title for title in titles)


def download_report(page: Page, folder: Path) -> None:
    """The job cluster makes the PDF; the page shows progress, then the file; its text can be searched."""
    page.goto("/units/empty/2569/reports/")
    page.click("main form button.btn-primary")
    link = page.locator("#report-state a[href*='/file/']")
    expect(link).to_be_visible(timeout=120_000)
    with page.expect_download() as waiting:
        link.evaluate("link => { link.setAttribute('download', ''); link.click(); }")
    path = folder / "report.pdf"
    waiting.value.save_as(path)
    text = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True).stdout.decode()
    assert "กำลังพลและครอบครัว" in text
    assert "ชุมชนรอบอู่" in text
