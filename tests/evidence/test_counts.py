"""People by group: what a line may look like, and what the page of the form shows and sends."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from participation.models import ParticipationActivityGroup
from pmqa.criteria import table_of
from pmqa.cycle.models import Assessment
from pmqa.evidence.counts import COUNTED, CountsField, CountsInput
from pmqa.evidence.lookup import Lookup
from pmqa.profile.models import Group
from tests.every_table.browser_form import fields_of
from tests.every_table.desk import Desk, wrong_words

GROUPS = ("ชาวประมง", "ชุมชน 3", "กรมเจ้าท่า, การท่าเรือ")
ACTIVITY = {"name": "รับฟังความเห็น", "level": "2 ปรึกษาหารือ"}


@pytest.fixture
def field(assessment: Assessment, fill: Callable[..., Any]) -> CountsField:
    fill("groups", [{"name": name, "kind": "ผู้รับบริการ"} for name in GROUPS])
    made = CountsField(ParticipationActivityGroup, required=False)
    made.lookup = Lookup(assessment)
    return made


def read(field: CountsField, text: str) -> dict[str, int | None]:
    return {str(each.group): each.people for each in field.clean(text)}


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("ชาวประมง 25", 25),
        ("ชาวประมง  ๒๕", 25),
        ("ชาวประมง: ๒๕ คน", 25),
        ("ชาวประมง=25คน", 25),
        ("ชาวประมง (25)", 25),
        ("ชาวประมง (1,200 คน)", 1200),
        ("ชาวประมง 1,200", 1200),
        ("ชาวประมง ๑,๒๐๐ นาย", 1200),
        ("ชาวประมง 1 200", 1200),
        ("ชาวประมง 25 people", 25),
        ("ชาวประมง 10000000", 10_000_000),
        ("ชาว ประมง\u200b 25", 25),
        ("ชาวประมง 0", 0),
        ("ชาวประมง", None),
    ],
)
def test_a_line_is_a_group_and_its_people(field: CountsField, line: str, people: int | None) -> None:
    assert read(field, line) == {"ชาวประมง": people}


def test_groups_stand_in_the_order_of_the_register(field: CountsField) -> None:
    assert list(read(field, "ชุมชน 3\nชาวประมง 25").items()) == [("ชาวประมง", 25), ("ชุมชน 3", None)]
    assert read(field, "ชุมชน 3 4, ชาวประมง 25") == {"ชาวประมง": 25, "ชุมชน 3": 4}
    assert read(field, "1. ชาวประมง 25 2. ชุมชน 3") == {"ชาวประมง": 25, "ชุมชน 3": None}
    assert read(field, " \n ") == {}


@pytest.mark.parametrize("people", [None, 0, 3, 25, 1200])
@pytest.mark.parametrize("name", GROUPS)
def test_what_is_stored_is_read_again_as_the_same(field: CountsField, name: str, people: int | None) -> None:
    group = Group.objects.get(name=name)
    stored = str(ParticipationActivityGroup(group=group, people=people))
    assert read(field, stored) == {name: people}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ชาวนา 25", "ชาวนา"),
        ("ชาวประมง สิบ", "สิบ"),
        ("ชาวประมง 25 ครอบครัว", "25 ครอบครัว"),
        ("ชาวประมง 2.5", "2.5"),
        ("ชาวประมง -5", "-5"),
        ("ชาวประมง 10000001", "10000001"),
        ("ชาวประมง " + "9" * 300, "9" * 300),
        ("ชาวประมง 25\nชาวประมง 30", "ชาวประมง"),
        ("ชาวประมง 25\nชาว ประมง 30", "ชาวประมง"),
    ],
)
def test_what_cannot_be_counted_is_told_by_its_words(field: CountsField, text: str, words: str) -> None:
    with pytest.raises(ValidationError) as problem:
        field.clean(text)
    assert [words in message for message in problem.value.messages] == [True]


def test_the_same_group_twice_is_one_when_the_lines_agree(field: CountsField) -> None:
    assert read(field, "ชาวประมง 25\nชาวประมง 25") == {"ชาวประมง": 25}
    assert read(field, "ชาวประมง\nชาว ประมง 25\nชาวประมง") == {"ชาวประมง": 25}


def test_every_wrong_line_is_told_but_not_a_thousand_of_them(field: CountsField) -> None:
    with pytest.raises(ValidationError) as problem:
        field.clean("ชาวนา 5\nชาวประมง 25\nชาวสวน\nชุมชน 3 สี่")
    assert len(problem.value.messages) == 3
    with pytest.raises(ValidationError) as problem:
        field.clean("\n".join(f"ชาวนา{number} 5" for number in range(1000)))
    assert len(problem.value.messages) == 20


@pytest.mark.parametrize("text", ["ก " + "1 " * 9000 + "x", "ก" + "( " * 9000 + "x", "ก 1" + " " * 9000 + "x"])
def test_a_line_of_figures_and_signs_is_looked_at_in_few_steps(text: str) -> None:
    """Each of these took ten seconds: beside the name, no part of the pattern may be of any length."""
    assert re.findall("[+*]", COUNTED.pattern) == ["+"]
    assert CountsInput([]).get_context("groups", text, {})["others"].startswith("ก")


def test_a_text_without_end_is_refused(field: CountsField) -> None:
    with pytest.raises(ValidationError):
        field.clean("ก" * 1_000_000)


@pytest.fixture
def desk(assessment: Assessment, staff: Any, client_of: Callable[..., Any], field: CountsField) -> Desk:
    return Desk(client_of(staff), assessment, table_of("cs5-activities"))


def boxes() -> dict[str, int]:
    return dict(Group.objects.values_list("name", "pk"))


def test_the_page_ticks_the_groups_and_shows_their_numbers(desk: Desk) -> None:
    assert desk.add({**ACTIVITY, "groups": "ชาวประมง 25\nชุมชน 3"}).status_code == 302
    sent, ids = fields_of(desk.get("edit", desk.rows()[0].pk)), boxes()
    assert (sent[f"groups_{ids['ชาวประมง']}_in"], sent[f"groups_{ids['ชาวประมง']}"]) == (["1"], ["25"])
    assert (sent[f"groups_{ids['ชุมชน 3']}_in"], sent[f"groups_{ids['ชุมชน 3']}"]) == (["1"], [""])
    assert f"groups_{ids[GROUPS[2]]}_in" not in sent
    assert "groups" not in sent


def test_boxes_and_numbers_are_stored(desk: Desk) -> None:
    ids = boxes()
    told = {f"groups_{ids['ชาวประมง']}_in": "1", f"groups_{ids['ชุมชน 3']}": "๔", f"groups_{ids[GROUPS[2]]}": "2"}
    assert desk.add({**ACTIVITY, **told}).status_code == 302
    assert desk.values()[0]["groups"] == "ชาวประมง\nชุมชน 3 4\nกรมเจ้าท่า, การท่าเรือ 2"


def test_a_box_that_is_cleared_takes_its_group_out(desk: Desk) -> None:
    desk.add({**ACTIVITY, "groups": "ชาวประมง 25\nชุมชน 3 4"})
    [row] = desk.rows()
    sent, ids = fields_of(desk.get("edit", row.pk)), boxes()
    del sent[f"groups_{ids['ชาวประมง']}_in"]
    sent[f"groups_{ids['ชาวประมง']}"] = [""]
    assert desk.client.post(desk.url("edit", row.pk), sent).status_code == 302
    assert desk.values()[0]["groups"] == "ชุมชน 3 4"


def test_a_wrong_number_stays_in_its_box_with_the_reason(desk: Desk) -> None:
    ids = boxes()
    told = {f"groups_{ids['ชาวประมง']}": "สิบ", f"groups_{ids['ชุมชน 3']}": "4"}
    answer = desk.add({**ACTIVITY, **told})
    assert answer.status_code == 200
    assert ["สิบ" in words for words in wrong_words(answer) if "“" in words] == [True]
    sent = fields_of(answer)
    assert (sent[f"groups_{ids['ชาวประมง']}"], sent[f"groups_{ids['ชุมชน 3']}"]) == (["สิบ"], ["4"])
    assert f"groups_{ids['ชาวประมง']}_in" in sent


def test_a_group_that_is_none_stays_on_the_page_beside_the_boxes(desk: Desk) -> None:
    answer = desk.add({**ACTIVITY, "groups": "ชาวประมง 25\nชาวนา 7"})
    assert answer.status_code == 200
    sent = fields_of(answer)
    assert (sent["groups"], sent[f"groups_{boxes()['ชาวประมง']}"]) == (["ชาวนา 7"], ["25"])


def test_a_sheet_sends_lines_under_the_name_of_the_column() -> None:
    widget = CountsInput([])
    assert widget.value_from_datadict(QueryDict("groups=a+5"), None, "groups") == "a 5"
    assert widget.value_from_datadict(QueryDict(""), None, "groups") is None
    assert not widget.value_omitted_from_data(QueryDict(""), None, "groups")
