"""The table behind a chart, on the clipboard: as a sheet takes it, and never as a formula."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page, Route

from pmqa.charts.chart import Chart
from pmqa.charts.drawing import drawn
from tests.charts.charts import pareto_chart

pytestmark = pytest.mark.browser

PLACE = "http://localhost/"
SCRIPT = Path(settings.BASE_DIR) / "static" / "js" / "charts.js"


@pytest.fixture
def show(browser: Browser) -> Iterator[Callable[[Chart], Page]]:
    """Opens a page with nothing but a chart and its script."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    bodies = {"charts.js": SCRIPT.read_text()}

    def answer(route: Route) -> None:
        name = route.request.url.removeprefix(PLACE)
        route.fulfill(body=bodies.get(name, ""), content_type="text/javascript" if name else "text/html;charset=utf-8")

    def opened(chart: Chart) -> Page:
        figure = render_to_string("charts/chart.html", {"drawn": drawn(chart)})
        bodies[""] = f'<!DOCTYPE html><script src="charts.js" defer></script><body>{figure}</body>'
        page = context.new_page()
        page.goto(PLACE)
        page.click("summary")
        return page

    context.route(f"{PLACE}**", answer)
    yield opened
    context.close()


def press(page: Page) -> Page:
    page.click("[data-copy]")
    return page


def copied(page: Page) -> list[list[str]]:
    """What is on the clipboard once the button says so."""
    page.wait_for_selector("[data-copy]:text-is('คัดลอกแล้ว'), [data-copy]:text-is('Copied')")
    text = str(page.evaluate("() => navigator.clipboard.readText()"))
    return [line.split("\t") for line in text.replace("\r", "").strip("\n").split("\n")]


def test_the_table_is_copied_row_by_row(show: Callable[[Chart], Page]) -> None:
    first, *rows = copied(press(show(pareto_chart(1200, 300))))
    assert len(first) == 4
    assert rows == [["เรื่องที่ 1", "1,200", "80.0", "80.0"], ["เรื่องที่ 2", "300", "20.0", "100.0"]]


def test_what_looks_like_a_formula_is_copied_as_text(show: Callable[[Chart], Page]) -> None:
    _first, row = copied(press(show(pareto_chart(3, label="=HYPERLINK({})"))))
    assert row[0] == "'=HYPERLINK(1)"


def test_a_page_without_a_secure_connection_copies_too(show: Callable[[Chart], Page]) -> None:
    page = show(pareto_chart(3, label="=HYPERLINK({})"))
    page.evaluate("() => Object.defineProperty(navigator, 'clipboard', {value: undefined, configurable: true})")
    press(page)
    page.evaluate("() => delete navigator.clipboard")
    assert copied(page)[1][0] == "'=HYPERLINK(1)"
    assert page.evaluate("() => document.querySelector('textarea')") is None
