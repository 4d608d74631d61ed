"""An export of Google Forms is imported: a small one at once, a long one by the worker, and both are in the results."""

import csv
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import send, sign_in

pytestmark = pytest.mark.browser
TABLE = "/units/hydro/2569/tables/cs6-surveys/"
DEGREES = ("มากที่สุด", "มาก", "4 - มาก")
LONG = 2_500  # rows: more than are read and stored while a person waits


def opened(page: Page) -> tuple[list[str], list[str]]:
    """Opens the first survey; the words of its questions of satisfaction, and its groups."""
    page.goto(TABLE)
    page.locator("details.rowmenu summary").first.click()
    send(page, "details.rowmenu[open] a[href*='/surveys/']:not([href*='results'])")
    groups = [each.inner_text() for each in page.locator(".side .news li:not(.hint)").all()][:3]
    design = page.url
    page.goto(f"{design}preview/")
    rated = page.locator("fieldset.question").filter(has_text=re.compile("น้อยที่สุด"))
    words = [each.inner_text().split("\n")[0] for each in rated.locator("legend").all()]
    page.goto(design)
    return words, groups


def export_of(path: Path, words: Sequence[str], groups: Sequence[str], rows: int, odd: str = "") -> Path:
    """A file as Google Forms gives it, with an address of each person; the first degree of the first row is `odd`."""
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["ประทับเวลา", "ที่อยู่อีเมล", "ท่านอยู่ในกลุ่มใด", *(f"การให้บริการ [{each}]" for each in words)])
        for number in range(rows):
            degrees = [DEGREES[(number + place) % 3] for place in range(len(words))]
            if odd and not number:
                degrees[0] = odd
            person = (f"{1 + number % 28}/2/2026, 9:05:{number % 60:02}", f"someone-{number}@example.org")
            lines.writerow([*person, groups[number % len(groups)], *degrees])
    return path


def choose(page: Page, path: Path) -> None:
    send(page, "a[href$='/imports/']")
    page.set_input_files("[name=file]", path)
    send(page, "main form[enctype] button[type=submit]")


def answers_in(page: Page) -> int:
    """The number of answers that the side of the page of the survey tells."""
    found = re.search(r"· แสดงได้ ([\d,]+) คำตอบ", page.locator(".side").inner_text())
    assert found
    return int(found[1].replace(",", ""))


def test_an_export_of_google_forms_is_imported_and_seen_in_the_results(page: Page, tmp_path: Path) -> None:
    sign_in(page, "hydro-staff")
    words, groups = opened(page)
    design, before = page.url, answers_in(page)
    choose(page, export_of(tmp_path / "small.csv", words, groups, 30, "ดีมาก"))
    expect(page.locator("#wrong")).to_contain_text("D2")
    expect(page.locator("button[value=import]")).to_be_disabled()
    page.select_option("select[name^='value-3-']", "5")
    send(page, "button[value=check]")
    expect(page.locator("#wrong")).to_have_count(0)
    send(page, "button[value=import]")
    expect(page.locator(".message-success")).to_contain_text("30")
    send(page, "a[href*='/results/']")
    expect(page.locator("main")).to_contain_text(words[0])
    page.goto(design)
    assert answers_in(page) == before + 30

    choose(page, export_of(tmp_path / "long.csv", words, groups, LONG))
    page.locator("button[value=import]").click()
    expect(page.locator(".message-success")).to_contain_text(str(LONG))
    page.goto(design)
    assert answers_in(page) == before + 30 + LONG

    for place in range(2):  # the newest stands first
        send(page, "a[href$='/imports/']")
        send(page, f"main table a >> nth={place}")
        page.locator("details.confirm summary").click()
        send(page, "form[action$='/take-back/'] button")
        page.goto(design)
        assert answers_in(page) == before + (0 if place else 30)
