"""An assessor walks through a criterion in real Chromium: by keys, saved as one goes, and without script."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import ROOT, send, served, sign_in, surroundings_of

pytestmark = pytest.mark.browser
PAGE = "/units/alpha/2569/review/cs1/"
SAVED = ".walk-said span:has-text('✓')"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with one assessment in review, and its assessors."""
    data = tmp_path_factory.mktemp("review")
    with served(data, jobs=False) as address:
        make = [sys.executable, "-m", "tests.browser.reviewed"]
        subprocess.run(make, env=surroundings_of(data), cwd=ROOT, check=True)
        yield address


def open_point(page: Page, point: str) -> None:
    """Opens a point, and waits until keys are heard."""
    page.goto(f"{PAGE}?point={point}")
    page.wait_for_load_state("networkidle")


def test_a_criterion_is_judged_by_keys_and_saved_as_one_goes(page: Page) -> None:
    sign_in(page, "assessor1")
    open_point(page, "CS1-A1")
    page.keyboard.press("2")
    expect(page.locator(SAVED)).to_be_visible()
    expect(page.locator("#stops li").first).to_contain_text("บางส่วน")
    expect(page.locator("#judged-all")).to_have_text("1/38")

    # A note, another verdict and the next point in one breath: what is typed is no key, and nothing is lost.
    page.keyboard.press("w")
    page.keyboard.type("npw 1234")
    page.keyboard.press("Escape")
    page.keyboard.press("3")
    page.keyboard.press("n")
    page.wait_for_url("**point=CS1-A2")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("p")
    page.wait_for_url("**point=CS1-A1")
    expect(page.locator("textarea[name=words]")).to_have_value("npw 1234")
    expect(page.locator("[name=verdict][value=NOT_SEEN]")).to_be_checked()

    # The same point in another window: the later one is shown both, and decides.
    other = page.context.new_page()
    open_point(other, "CS1-A1")
    other.keyboard.press("1")
    expect(other.locator(SAVED)).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.keyboard.press("4")
    expect(page.locator(".conflict")).to_contain_text("ผ่าน")
    expect(page.locator("[name=verdict][value=NOT_APPLICABLE]")).to_be_checked()
    page.click("#panel-CS1-A1 .walk-save button:last-child")
    expect(page.locator(SAVED)).to_be_visible()
    open_point(other, "CS1-A1")
    expect(other.locator("[name=verdict][value=NOT_APPLICABLE]")).to_be_checked()


def test_a_phone_keeps_the_verdict_in_sight(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    sign_in(page, "assessor1")
    open_point(page, "CS1-A1")
    for place in ("0", "300", "document.body.scrollHeight / 3"):
        page.evaluate(f"window.scrollTo(0, {place})")
        expect(page.locator(".verdict-seen")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_walk_needs_no_script(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, locale="th-TH", java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "assessor2")
    page.goto(PAGE)
    page.check("[name=verdict][value=SEEN]")
    page.fill("textarea[name=words]", "ดูจากตาราง")
    send(page, "#panel-CS1-A1 button[name=next]")
    assert page.url.endswith("point=CS1-A2")
    page.fill("#remark-text", "แบ่งกลุ่มตามพันธกิจ จึงไม่มีกลุ่มใดตกหล่น")
    send(page, "#remark button")
    expect(page.locator("#remarks")).to_contain_text("จึงไม่มีกลุ่มใดตกหล่น")
    page.goto("/units/alpha/2569/review/submit/")
    send(page, "form.next-step button")
    expect(page.locator("main")).to_contain_text("แก้ไขไม่ได้แล้ว")
    context.close()
