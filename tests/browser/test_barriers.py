"""No page of surveys and standards has a barrier that axe finds, on an office screen or on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser.conftest import sign_in

pytestmark = pytest.mark.browser
UNIT = "/units/hydro/2569"
# The first survey of 2569: two of 2568 come before it.
SURVEY = 3
PAGES = (
    f"{UNIT}/tables/cs6-surveys/",
    f"{UNIT}/surveys/{SURVEY}/",
    f"{UNIT}/surveys/{SURVEY}/preview/",
    f"{UNIT}/surveys/{SURVEY}/results/",
    f"{UNIT}/tables/cs7-standards/",
    f"{UNIT}/standards/1/",
    f"{UNIT}/standards/1/steps/add/",
    f"{UNIT}/cs7/statistics/",
    "/services/hydro/",
)


@pytest.mark.parametrize("width", [360, 1366])
def test_axe_finds_no_barrier(browser: Browser, site: str, width: int) -> None:
    context = browser.new_context(base_url=site, viewport={"width": width, "height": 768}, locale="th-TH")
    page, found = context.new_page(), []
    sign_in(page, "hydro-staff")
    for address in PAGES:
        answer = page.goto(address)
        assert answer
        assert answer.status == 200, address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        violations = Axe().run(page).response["violations"]
        found += [(address, each["id"], each["nodes"][0]["html"]) for each in violations]
    context.close()
    assert not found, found
