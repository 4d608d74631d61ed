"""A year of a unit on a phone: from a complaint of the public to an improvement, a network, and the year's end."""

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import send, send_until, sign_in
from tests.evidence.pictures import with_gps

pytestmark = pytest.mark.browser
UNIT = "/units/dockyard/2569"
SUBJECT, ANSWER = "ควันจากท่อระบายหลังอู่", "ย้ายงานเผาสีไปช่วงน้ำลงและติดแผ่นกรองแล้ว"
NETWORK, ACTIVITY = "เครือข่ายเฝ้าระวังกลิ่นควัน", "เดินตรวจแนวรั้วกับชุมชน"
PHOTOGRAPH = {"name": "ภาพ.jpg", "mimeType": "image/jpeg", "buffer": with_gps()}


@pytest.fixture
def phone(browser: Browser, site: str) -> Iterator[Callable[[str], Page]]:
    """Opens a phone, signed in as somebody or as nobody. Anything that a page complains about fails the test."""
    complaints: list[str] = []
    opened = []

    def take(username: str = "") -> Page:
        context = browser.new_context(base_url=site, viewport={"width": 360, "height": 740}, locale="th-TH")
        opened.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        if username:
            sign_in(page, username)
        return page

    yield take
    for context in opened:
        context.close()
    assert not complaints, complaints


def test_a_complaint_becomes_an_improvement_and_a_year_ends(
    phone: Callable[[str], Page], browser: Browser, tmp_path: Path
) -> None:
    citizen, staff, head = phone(""), phone("dockyard-staff"), phone("dockyard-head")
    code = file_complaint(citizen)
    assert state_of(citizen, code).startswith("รับเรื่องแล้ว")
    answer_and_close(staff)
    assert state_of(citizen, code).startswith("ปิดเรื่องแล้ว")
    expect(citizen.locator("main")).to_contain_text(ANSWER)
    expect(citizen.locator("main")).not_to_contain_text("สมอเรือ")  # who handled it
    improve(staff)
    see_the_pareto(staff)
    make_network(staff)
    hold_activity(staff)
    send_summary(staff)
    acknowledge(head)
    find_all_in_the_report(staff, tmp_path)


def file_complaint(page: Page) -> str:
    page.goto("/feedback/dockyard/")
    page.check("[name=kind][value=COMPLAINT]")
    page.fill("[name=subject]", SUBJECT)
    page.fill("[name=text]", "ควันเข้าบ้านสามวันติดกัน")
    page.fill("[name=name]", "ผู้แจ้งสมมติ")
    page.fill("[name=contact]", "080 000 0000")
    page.check("[name=agreed]")
    code = page.locator(".code-shown")
    send_until(page, "main button[type=submit]", code, lambda: page.set_input_files("[name=photographs]", PHOTOGRAPH))
    return code.inner_text()


def state_of(page: Page, code: str) -> str:
    page.goto("/feedback/dockyard/follow/")
    page.fill("[name=code]", code)
    send(page, "main button[type=submit]")
    return page.locator(".message").inner_text().strip()


def step(page: Page, name: str) -> None:
    send(page, f"form.step:has(input[value={name}]) button")
    expect(page.locator(".message-success")).to_be_visible()


def answer_and_close(page: Page) -> None:
    page.goto(f"{UNIT}/tables/cs3-cases/?only=no-owner")
    page.locator("table.sheet tbody tr", has_text=SUBJECT).locator("th a").click()
    expect(page.locator("main img").first).to_be_visible()
    page.select_option("[name=owner]", label="น.ต. สมอเรือ ตัวอย่าง")
    step(page, "owner")
    page.fill("[name=words]", "ตรวจท่อระบายกับหัวหน้าโรงงาน")
    step(page, "action")
    page.fill("[name=answer]", ANSWER)
    step(page, "answer")
    page.select_option("[name=satisfied]", label="พึงพอใจ")
    step(page, "close")
    expect(page.locator("h1 + .lead")).to_contain_text("ปิดเรื่องแล้ว")


def improve(page: Page) -> None:
    """From the case to its improvement, with evidence: the point of CS3 turns to met."""
    assert "บางส่วน" in status_of(page, "CS3-I1")
    page.goto(f"{UNIT}/tables/cs3-cases/?q={SUBJECT}")
    page.locator("table.sheet tbody tr", has_text=SUBJECT).locator("th a").click()
    page.click("a[href*='improvements/add']")
    expect(page.locator("[name=problem]")).to_have_value(SUBJECT)
    page.fill("[name=change]", "ติดแผ่นกรองที่ท่อระบาย")
    page.fill("[name=before]", "ร้องเรียนเดือนละ 3 ครั้ง")
    page.fill("[name=after]", "ร้องเรียนเดือนละ 0 ครั้ง")
    page.set_input_files("[name=files]", {**PHOTOGRAPH, "name": "แผ่นกรอง.jpg"})
    page.click("main form button.btn-primary")
    page.wait_for_url("**/case/")
    assert "ครบ" in status_of(page, "CS3-I1")
    page.goto(f"{UNIT}/improvements/")
    page.get_by_role("link", name=SUBJECT).first.click()
    expect(page.locator("main")).to_contain_text("CS3-I1")
    expect(page.locator("main")).to_contain_text("ควันเข้าบ้านสามวันติดกัน")


def status_of(page: Page, point: str) -> str:
    page.goto(f"{UNIT}/{point[:3].lower()}/")
    return page.locator(f"#{point} .status").first.inner_text()


def see_the_pareto(page: Page) -> None:
    page.goto(f"{UNIT}/cs3/statistics/")
    expect(page.locator("#chart-subjects .chart-svg")).to_be_visible()
    expect(page.locator("#chart-subjects .chart-label", has_text=SUBJECT[:10])).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def make_network(page: Page) -> None:
    page.goto(f"{UNIT}/tables/cs4-networks/add/")
    page.fill("[name=name]", NETWORK)
    page.check("[name=groups][value='ชุมชนรอบอู่']")
    page.fill("[name=channels]", "สายด่วน\nไลน์กลุ่ม")
    page.click("main form button.btn-primary")
    page.wait_for_url("**/tables/cs4-networks/")
    expect(page.locator("main")).to_contain_text(NETWORK)


def hold_activity(page: Page) -> None:
    """An activity with photographs, people by group and an evaluation, and its photo sheet."""
    page.goto(f"{UNIT}/tables/cs4-activities/add/")
    page.select_option("[name=network]", label=NETWORK)
    page.fill("[name=name]", ACTIVITY)
    page.fill("[name=held_on_day]", "12")
    page.select_option("[name=held_on_month]", label="มิถุนายน")
    page.fill("[name=held_on_year]", "2569")
    page.fill("[name=before]", "3.1")
    page.fill("[name=after]", "3.9")
    page.get_by_label("จำนวนคนของชุมชนรอบอู่").fill("๑๘")
    files = [{**PHOTOGRAPH, "name": name} for name in ("แนวรั้ว.jpg", "หลังอู่.jpg")]
    page.set_input_files("[name=files]", files)
    page.click("main form button.btn-primary")
    page.wait_for_url("**/tables/cs4-activities/")
    row = page.locator("table.sheet tbody tr", has_text=ACTIVITY)
    expect(row).to_contain_text("ชุมชนรอบอู่ 18")
    assert "ครบ" in status_of(page, "CS4-DLI1")
    assert "ครบ" in status_of(page, "CS4-DLI2")


def send_summary(page: Page) -> None:
    page.goto(f"{UNIT}/summary/")
    page.click("main form[action$='/draft/'] button")
    expect(page.locator("main")).to_contain_text("ข้อร้องเรียน")
    page.click("main form[action$='/send/'] button")
    expect(page.locator(".message-success").first).to_be_visible()


def acknowledge(page: Page) -> None:
    assert "บางส่วน" in status_of(page, "CS5-D2")
    page.goto(f"{UNIT}/summary/")
    page.click("main form[action$='/acknowledge/'] button")
    expect(page.locator("main")).to_contain_text("อู่แห้ง")
    assert "ครบ" in status_of(page, "CS5-D2")


def find_all_in_the_report(page: Page, folder: Path) -> None:
    page.goto(f"{UNIT}/reports/")
    page.click("main form button.btn-primary")
    link = page.locator("#report-state a[href*='/file/']")
    expect(link).to_be_visible(timeout=120_000)
    with page.expect_download() as waiting:
        link.evaluate("link => { link.setAttribute('download', ''); link.click(); }")
    path = folder / "report.pdf"
    waiting.value.save_as(path)
    text = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True).stdout.decode()
    words = re.sub(r"\s+", "", text)
    for expected in ("ติดแผ่นกรองที่ท่อระบาย", NETWORK, ACTIVITY, "ชุมชนรอบอู่18", "สรุปความคิดเห็นสิ้นปี", "บันไดระดับการมีส่วนร่วม"):
        assert expected in words, expected
    assert not re.search(r"080 ?000|ผู้แจ้งสมมติ", text)
