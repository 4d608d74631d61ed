"""A survey from its design to its answers: on a phone without script and with it, and two sheets by keyboard alone."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import send, send_until, sign_in
from tests.browser.test_public_door import HEAVIEST, PHONE, weight_of

pytestmark = pytest.mark.browser
TABLE = "/units/hydro/2569/tables/cs6-surveys/"


def answer(page: Page) -> None:
    """Answers everything that must be answered, and sends until the time that a person takes has passed."""
    for group in page.locator("fieldset.question").all():
        group.locator("label").nth(1).click()
    page.locator("textarea").last.fill("ขอบคุณ")
    send_until(page, "main button[type=submit]", page.locator(".message-success"))


def publish(page: Page) -> str:
    """Designs the questionnaire of the first survey and publishes it; the address of its page."""
    page.goto(TABLE)
    page.locator("details.rowmenu summary").first.click()
    send(page, "details.rowmenu[open] a[href*='/surveys/']:not([href*='results'])")
    design = page.url
    if page.locator("form[action$='/publish/']").count() == 0:
        send(page, "form[action$='/draft/'] button >> nth=0")
    page.locator("a[href*='/questions/']").first.click()
    page.fill("[name=text]", "ท่านใช้บริการมากี่ปี")
    page.click("main button.btn-primary[type=submit]")
    page.wait_for_url(design)
    send(page, "form[action$='/publish/'] button")
    return page.locator("a[href*='/survey/']").first.get_attribute("href") or ""


def enter_sheet(page: Page) -> None:
    """Answers what the sheet leaves blank by keyboard alone; the last Enter stores it."""
    fields = page.locator("form[data-moves-on] input:not([type=hidden])").all()
    blank = [field for field in fields if not field.input_value()]
    expect(blank[0]).to_be_focused()
    with page.expect_navigation():
        for _field in blank:
            page.keyboard.type("1")
            page.keyboard.press("Enter")


def mend_sheet(page: Page) -> None:
    """Opens the last sheet, types another number into its first question and takes back the sheet before."""
    last, before = (page.locator("table.sheet a[href*='/paper/']").nth(place) for place in (0, 1))
    expect(last).to_contain_text("2")
    with page.expect_navigation():
        last.focus()
        page.keyboard.press("Enter")
    fields = page.locator("form[data-moves-on] input:not([type=hidden])")
    expect(fields.first).to_be_focused()
    asked = page.locator("form[data-moves-on] input[name^=q]")
    asked.first.fill("2")
    with page.expect_navigation():
        for _field in range(asked.count()):
            page.keyboard.press("Enter")
    expect(page.locator("table.sheet tbody tr").first).to_contain_text("2 ·")
    with page.expect_navigation():
        before.click()
    page.click("details.confirm summary")
    send(page, "form[action$='/delete/'] button")
    expect(page.locator("table.sheet tbody tr")).to_have_count(1)


def test_a_survey_is_designed_published_answered_and_entered_from_paper(
    browser: Browser, site: str, page: Page
) -> None:
    sign_in(page, "hydro-staff")
    link = publish(page)
    expect(page.locator("img[src*='/qr/']")).to_have_js_property("complete", True)
    design = page.url
    for script in (False, True):
        context = browser.new_context(viewport=PHONE, locale="th-TH", java_script_enabled=script)
        phone = context.new_page()
        phone.goto(link)
        if script:
            assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        answer(phone)
        phone.goto(link)
        expect(phone.locator("[name=stamp]")).to_have_count(0)
        context.close()
    page.goto(design)
    send(page, "a[href$='/paper/']")
    for sheet in range(1, 3):
        enter_sheet(page)
        expect(page.locator(".lead")).to_have_text(re.compile(rf"\b{sheet}\b"))
    mend_sheet(page)
    weight, asked = weight_of(browser, link)
    assert all(url.startswith(site) for url in asked)
    assert weight <= HEAVIEST
