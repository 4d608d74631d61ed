"""A standard from its service to its actual figures: built and put in order by staff, read by the public on a phone."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import send, sign_in
from tests.browser.test_public_door import PHONE

pytestmark = pytest.mark.browser
UNIT = "/units/hydro/2569"
SERVICE, PRODUCT = "ออกหนังสือรับรองระดับน้ำ", "หนังสือรับรองระดับน้ำ"
SAVE = "main form button.btn-primary"
STEPS = (
    {"what": "รับคำขอ", "who": "จุดบริการ", "time": "15", "unit": "นาที"},
    {"what": "คำนวณระดับน้ำ", "who": "แผนกระดับน้ำ", "time": "2", "unit": "ชั่วโมง"},
    {"what": "ตรวจผลคำนวณ", "who": "หัวหน้าแผนก", "time": "30", "unit": "นาที", "back_to": "2"},
    {"what": "ลงทะเบียนคำขอ", "who": "จุดบริการ", "time": "15", "unit": "นาที"},
)


def write(page: Page, **cells: str) -> None:
    """Fills in the form of a row: lists by the words that they show."""
    for name, text in cells.items():
        field = page.locator(f"main form [name={name}]")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(label=text)
        else:
            field.fill(text)


def status_of(page: Page, point: str) -> str:
    page.goto(f"{UNIT}/cs7/")
    return page.locator(f"#{point} .status").first.inner_text().split()[-1]


def steps(page: Page) -> list[str]:
    return [each.strip() for each in page.locator("#steps td:nth-child(2)").all_inner_texts()]


def take(page: Page, row: Locator, onto: Locator) -> None:
    """Takes `row` by its grip and holds it over the upper half of `onto`."""
    page.wait_for_load_state("networkidle")  # the script is there, and the letters have their width
    held = page.locator("#steps tr.dragged")
    for _try in range(5):
        onto.evaluate("row => row.scrollIntoView({block: 'center', behavior: 'instant'})")
        grip, place = row.locator("[data-grip]").bounding_box(), onto.bounding_box()
        assert grip
        assert place
        x = grip["x"] + grip["width"] / 2
        page.mouse.move(x, grip["y"] + grip["height"] / 2)
        page.mouse.down()
        page.mouse.move(x, place["y"] + 4, steps=12)
        if held.count():
            break
        page.mouse.up()  # what moved under the hand was not taken: once more
    expect(held).to_have_count(1)


def drag(page: Page, row: Locator, onto: Locator) -> None:
    """The same, and lets it go; returns when the page that answers is whole."""
    take(page, row, onto)
    with page.expect_navigation():
        page.mouse.up()


def test_a_standard_is_built_published_read_by_the_public_and_measured(page: Page, browser: Browser, site: str) -> None:
    sign_in(page, "hydro-staff")
    build(page)
    put_in_order(page)
    standard = page.url.partition("#")[0]
    expect(phone_page(browser, site, script=False)).not_to_contain_text(SERVICE)
    send(page, "button[name=publish]")
    address = page.locator("a[href*='/services/hydro/']").first.get_attribute("href") or ""
    for script in (False, True):
        read(browser, site, address, script=script)
    announce(page)
    record(page)
    for point in ("CS7-1", "CS7-2", "CS7-3", "CS7-4"):
        assert status_of(page, point) == "ครบ", point
    page.goto(standard)
    send(page, "button[name=withdraw]")
    assert page.request.get(site + address).status == 404


def build(page: Page) -> None:
    page.goto(f"{UNIT}/tables/services/add/")
    write(page, process=SERVICE, product=PRODUCT)
    send(page, SAVE)
    assert status_of(page, "CS7-1") == "บางส่วน"
    page.goto(f"{UNIT}/tables/cs7-standards/add/")
    write(
        page,
        service=SERVICE,
        total="1",
        unit="วันทำการ",
        fee="ไม่มีค่าธรรมเนียม",
        documents="หนังสือขอ",
        channels="มาด้วยตนเอง",
    )
    send(page, SAVE)
    send(page, f"table.sheet a:has-text('{SERVICE}') >> nth=0")
    send(page, "main a[href$='/steps/add/']")
    for number, step in enumerate(STEPS, start=1):
        expect(page.locator("[name=number]")).to_have_value(str(number))
        write(page, **step)
        send(page, "button[name=add_another]" if number < len(STEPS) else SAVE)
    assert steps(page) == [step["what"] for step in STEPS]


def put_in_order(page: Page) -> None:
    """The last step belongs before the second; the return follows, and the chart and the times are there."""
    rows = page.locator("#steps tr")
    drag(page, rows.nth(3), rows.nth(1))
    expect(rows.nth(3).locator(".number").last).to_have_text("3")
    assert steps(page) == ["รับคำขอ", "ลงทะเบียนคำขอ", "คำนวณระดับน้ำ", "ตรวจผลคำนวณ"]
    expect(page.locator(".flow-row")).to_have_count(6)
    expect(page.locator(".flow-back")).to_have_text(re.compile("3$"))
    expect(page.locator(".facts").first).to_contain_text("3 ชั่วโมง")
    take(page, rows.nth(3), rows.nth(0))
    page.keyboard.press("Escape")
    page.mouse.up()
    assert steps(page)[3] == "ตรวจผลคำนวณ"
    rows.nth(1).locator("[name=down]").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert steps(page)[2] == "ลงทะเบียนคำขอ"


def phone_page(browser: Browser, site: str, *, script: bool, address: str = "/services/hydro/") -> Locator:
    context = browser.new_context(base_url=site, viewport=PHONE, locale="th-TH", java_script_enabled=script)
    page = context.new_page()
    page.goto(address)
    return page.locator("main")


def read(browser: Browser, site: str, address: str, *, script: bool) -> None:
    main = phone_page(browser, site, script=script)
    send(main.page, f"a[href='{address}']")
    expect(main.locator("h1")).to_have_text(SERVICE)
    for words in ("1 วันทำการ", "ไม่มีค่าธรรมเนียม", "หนังสือขอ", "ตรวจผลคำนวณ"):
        expect(main).to_contain_text(words)
    expect(main.locator(".flow-row")).to_have_count(6)
    if script:
        assert main.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    data = main.page.locator("link[type='application/ld+json']").get_attribute("href") or ""
    told = main.page.request.get(site + data).json()
    assert (told["@type"], told["name"]) == ("GovernmentService", SERVICE)
    assert [step["text"] for step in told["subjectOf"]["step"]][-1] == "ตรวจผลคำนวณ"
    main.page.context.close()


def announce(page: Page) -> None:
    assert status_of(page, "CS7-3") == "บางส่วน"
    page.goto(f"{UNIT}/tables/cs7-announcements/add/")
    write(page, standard=SERVICE, place="ป้ายหน้าจุดบริการ")
    send(page, SAVE)


def record(page: Page) -> None:
    """Two months on time or late, one in which nobody came; the chart has its line at the goal and the share."""
    for period, cases, on_time in (("ต.ค. 2568", "20", "19"), ("พ.ย. 2568", "10", "6"), ("ธ.ค. 2568", "0", "")):
        page.goto(f"{UNIT}/tables/cs7-actuals/add/")
        write(page, standard=SERVICE, period=period, cases=cases, on_time=on_time)
        send(page, SAVE)
    page.goto(f"{UNIT}/cs7/statistics/")
    chart = page.locator("figure", has_text=SERVICE)
    expect(chart).to_contain_text("ร้อยละ 83.3 จาก 30 เรื่อง")
    expect(chart).to_contain_text("ต่ำกว่าเป้าหมายร้อยละ 80")
    expect(chart).to_contain_text("ธ.ค. 2568 (ไม่มีผู้มารับบริการ)")
