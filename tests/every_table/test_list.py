"""The list of a table: search, filter, Thai order, pages, and the part of it that htmx takes."""

import re
from collections.abc import Callable

import pytest
from django.http import HttpResponse

from tests.every_table.desk import Desk, text_of

SARA_AM = ("ำ", "ํา")  # one letter as it should be, and the two signs that look the same


def found(answer: HttpResponse) -> list[str]:
    """The first cell of each line shown."""
    body = re.search(r"<tbody>(.*?)</tbody>", text_of(answer), re.S)
    return [
        re.sub(r"<[^>]+>", "", cell).strip()
        for cell in re.findall(r"<th scope=\"row\">(.*?)</th>", body[1] if body else "", re.S)
    ]


def test_a_search_finds_the_row_that_holds_the_words(desk: Desk) -> None:
    desk.both()
    words = desk.sample.first[desk.told]
    assert words not in desk.sample.second.values()
    page = text_of(desk.get(q=words))
    assert len(found(desk.get(q=words))) == 1
    assert f'value="{words}"' in page
    assert found(desk.get(q="คำที่ไม่มีในตาราง")) == []


@pytest.mark.parametrize("key", ["groups", "cs1-profiles", "cs2-channels", "cs1-analysis", "cs3-plan", "evidence"])
def test_a_search_finds_sara_am_however_it_is_typed(desk_at: Callable[[str], Desk], key: str) -> None:
    desk = desk_at(key)
    desk.both()
    for am in SARA_AM:
        assert len(found(desk.get(q="กำลังพล".replace("ำ", am)))) == 1


@pytest.mark.parametrize(
    ("key", "words", "lines"),
    [
        ("cs1-profiles", "ประมง", 1),
        ("cs2-channels", "ชาวประมง", 1),
        ("cs2-channels", "แบบสำรวจ", 1),
        ("cs2-channels", "ไลน์", 1),
        ("cs1-analysis", "แผนที่เดินเรือไทย", 1),
        ("cs1-analysis", "ชาวประมง", 2),
        ("cs1-analysis", "พยากรณ์", 1),
        ("improvements", "ข่าวอากาศ", 1),
        ("cs1-criteria", "E-P-2569", 1),
    ],
)
def test_a_search_finds_words_in_the_names_of_related_rows(
    desk_at: Callable[[str], Desk], key: str, words: str, lines: int
) -> None:
    desk = desk_at(key)
    desk.both()
    assert len(found(desk.get(q=words))) == lines


@pytest.mark.parametrize("words", ["%", "_", "'", "\\", "\x00", "<script>", "ก" * 100_000, "\ud800"])
def test_a_strange_search_finds_nothing_and_breaks_nothing(desk_at: Callable[[str], Desk], words: str) -> None:
    desk = desk_at("cs1-criteria")
    desk.both()
    answer = desk.client.get(desk.url(), {"q": words.encode("utf-8", "surrogatepass")})
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode().split('id="rows"')[1]


def test_a_filter_narrows_and_stays_chosen(desk_at: Callable[[str], Desk]) -> None:
    desk = desk_at("groups")
    desk.both()
    answer = desk.get(kind="STAKEHOLDER")
    assert found(answer) == ["กำลังพลและครอบครัว"]
    assert '<option value="STAKEHOLDER" selected>' in text_of(answer)
    assert len(found(desk.get(kind="NONSENSE"))) == 2


def test_thai_order_puts_leading_vowels_behind_their_consonants(
    desk_at: Callable[[str], Desk], fill: Callable[..., object]
) -> None:
    desk = desk_at("groups")
    names = ["เรือประมง", "ลูกเรือ", "กำลังพล", "แก้วกล้า", "กลุ่ม 10", "กลุ่ม 9"]
    fill("groups", [{"name": name, "kind": "ผู้รับบริการ"} for name in names])
    assert found(desk.get()) == names
    assert found(desk.get(order="thai")) == ["กลุ่ม 9", "กลุ่ม 10", "กำลังพล", "แก้วกล้า", "เรือประมง", "ลูกเรือ"]
    assert found(desk.get(order="nonsense")) == names


def test_pages_hold_fifty_rows_and_keep_the_search(desk_at: Callable[[str], Desk], fill: Callable[..., object]) -> None:
    desk = desk_at("groups")
    fill("groups", [{"name": f"กลุ่ม {n}", "kind": "ผู้รับบริการ"} for n in range(1, 121)])
    assert len(found(desk.get(q="กลุ่ม"))) == 50
    assert found(desk.get(q="กลุ่ม", page="3"))[-1] == "กลุ่ม 120"
    assert "q=" in text_of(desk.get(q="กลุ่ม")).split("pager")[1]
    for page in ("0", "999", "x", "9" * 5000, "\x00"):
        assert desk.get(page=page).status_code == 200


@pytest.mark.parametrize("deleted", ["x", "0", "9" * 5000, "99999999999999999999", "\x00"])
def test_a_strange_undo_in_the_address_offers_nothing(desk_at: Callable[[str], Desk], deleted: str) -> None:
    answer = desk_at("groups").get(deleted=deleted)
    assert answer.status_code == 200
    assert "undelete" not in text_of(answer)


def test_htmx_gets_the_same_rows_as_the_page(desk: Desk) -> None:
    desk.both()
    for asked in ({}, {"q": "ข่าว"}, {"q": "ไม่มีคำนี้"}, {"order": "thai"}):
        part = desk.client.get(desk.url(), asked, headers={"HX-Request": "true", "HX-Target": "rows"})
        page = desk.client.get(desk.url(), asked)
        plain = [_without_tokens(answer) for answer in (part, page)]
        assert "<html" not in plain[0]
        assert plain[0] in plain[1]


def _without_tokens(answer: HttpResponse) -> str:
    return re.sub(r'(csrfmiddlewaretoken" value=)"[^"]*"', r"\1", answer.content.decode()).strip()
