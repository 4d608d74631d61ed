"""The public door on a phone: what its first load weighs, and a case filed and followed without script."""

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import send, send_until
from tests.evidence.pictures import with_gps

pytestmark = pytest.mark.browser
HEAVIEST = 150 * 1024
PHONE = {"width": 360, "height": 740}


def weight_of(browser: Browser, address: str, **options: Any) -> tuple[int, list[str]]:
    """The bytes of a first load of `address` as they came over the wire, and what was asked for."""
    context = browser.new_context(viewport=PHONE, locale="th-TH", **options)
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    loaded: list[int] = []
    asked: list[str] = []
    network.on("Network.loadingFinished", lambda event: loaded.append(int(event["encodedDataLength"])))
    network.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
    page.goto(address, wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    context.close()
    return sum(loaded), asked


@pytest.mark.parametrize("place", ["", "follow/"])
def test_a_first_load_weighs_at_most_150_kilobytes(browser: Browser, site: str, place: str) -> None:
    weight, asked = weight_of(browser, f"{site}/feedback/hydro/{place}")
    assert sum(".ttf" in url for url in asked) == 2, asked
    assert all(url.startswith(site) for url in asked)
    assert weight <= HEAVIEST
    # Without the better compression, which browsers ask for where nobody between can read along.
    weight, _asked = weight_of(
        browser, f"{site}/feedback/hydro/{place}", extra_http_headers={"Accept-Encoding": "gzip"}
    )
    assert 50 * 1024 < weight <= HEAVIEST


def test_a_case_is_filed_and_followed_on_a_phone_without_script(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, viewport=PHONE, locale="th-TH", java_script_enabled=False)
    page = context.new_page()
    page.goto("/feedback/hydro/")
    page.check("[name=kind][value=SUGGESTION]")
    page.fill("[name=subject]", "ขอข่าวอากาศรอบเช้า")
    page.click("main button[type=submit]")  # sooner than a person reads: the form comes back with what was typed
    expect(page.locator("[name=subject]")).to_have_value("ขอข่าวอากาศรอบเช้า")
    page.fill("[name=text]", "เรือออกตีห้า ข่าวมาหกโมง")
    photograph = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": with_gps()}
    page.fill("[name=contact]", "081 234 5678")
    page.check("[name=agreed]")
    code = page.locator(".code-shown")
    send_until(page, "main button[type=submit]", code, lambda: page.set_input_files("[name=photographs]", photograph))
    shown = code.inner_text()
    page.click("main .steps a >> nth=0")
    page.fill("[name=code]", shown.lower())
    send(page, "main button[type=submit]")
    expect(page.locator("main")).to_contain_text("รับเรื่องแล้ว")
    page.click(".language button[value=en]")
    expect(page.locator("h1")).to_have_text("Follow a matter")
    context.close()
