"""The geometry of flow charts by literals: lanes, bends, returns and their tracks; and what is no flow chart."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from pmqa.charts.flow import FlowChart, FlowStep, borders_of, drawn_flow, lanes_of, strips_of, tracks_of


def chart(*steps: FlowStep) -> FlowChart:
    return FlowChart("ขอแผนที่", steps)


def test_one_step_stands_between_start_and_end() -> None:
    rooms, (start, step, end) = strips_of([0], [])
    assert rooms == 2  # 4 + 36, in rooms of 20
    assert (start.shape, step.shape, end.shape) == ("end", "step", "end")
    assert (start.arrow, start.head, start.below) == ("", "", 22)
    assert (step.arrow, step.head, step.below) == ("M22 0V16", "M18 14h8l-4 6z", 22)
    assert step.outline == "M7 20h30v24h-30z"
    assert (end.arrow, end.below) == ("M22 0V16", None)
    assert start.outline == end.outline == "M19 20h6a12 12 0 0 1 0 24h-6a12 12 0 0 1 0 -24z"


def test_arrows_bend_between_lanes_and_every_lane_has_its_place() -> None:
    rooms, strips = strips_of([0, 4, 1, 2, 3], [])
    assert rooms == 6  # five lanes of 22
    assert [strip.below for strip in strips] == [15, 15, 103, 37, 59, 81, None]
    assert [strip.arrow for strip in strips] == [
        "",
        "M15 0V16",
        "M15 0V8H103V16",
        "M103 0V8H37V16",
        "M37 0V8H59V16",
        "M59 0V8H81V16",
        "M81 0V16",
    ]


def test_a_line_stands_between_two_lanes() -> None:
    assert borders_of(1) == borders_of(0) == ()
    assert borders_of(5) == (26, 48, 70, 92)  # between the centres 15, 37, 59, 81 and 103
    assert len(borders_of(99)) == 9


def test_twelve_steps_are_fourteen_strips_each_joined_to_the_next() -> None:
    _rooms, strips = strips_of([number % 3 for number in range(12)], [])
    assert len(strips) == 14
    for above, below in pairwise(strips):
        assert below.arrow.startswith(f"M{above.below} 0")


def test_a_return_leaves_its_check_passes_by_and_comes_in_from_below() -> None:
    rooms, (start, target, between, source, end) = strips_of([0, 0, 0], [(2, 0)])
    assert rooms == 3
    assert (source.shape, source.outline) == ("check", "M22 20l15 12l-15 12l-15 -12z")
    assert source.back == "M37 32H46V0"
    assert (between.through, between.back) == ((46,), "")
    assert (target.rising, target.back, target.back_head) == ((46,), "M46 26H42", "M37 26l6 -4v8z")
    assert not any((strip.back, strip.through, strip.rising) != ("", (), ()) for strip in (start, end))


def test_nested_returns_have_tracks_of_their_own_the_shortest_innermost() -> None:
    assert tracks_of([(5, 0), (3, 2), (4, 1)]) == [2, 0, 1]
    assert tracks_of([(1, 0), (3, 2)]) == [0, 0]  # no row in common
    assert tracks_of([(1, 0), (2, 1)]) == [0, 1]  # step 1 in common
    assert tracks_of([]) == []


def test_a_step_may_both_return_and_be_returned_to() -> None:
    _rooms, strips = strips_of([0, 0, 0], [(1, 0), (2, 1)])
    assert strips[2].back == "M37 32H46V0" + "M56 26H34"
    assert strips[2].back_head == "M29 26l6 -4v8z"  # a check leans
    assert strips[2].rising == (56,)


def test_however_many_lanes_and_returns_the_picture_stays_narrow() -> None:
    steps = [FlowStep(n, f"งาน {n}", f"แผนก {n}", back_to=1 if n > 1 else None) for n in range(1, 100)]
    drawn = drawn_flow(chart(*steps))
    assert drawn.rooms <= 11  # the widest that style sheets know
    assert len(drawn.lanes) == 99


def test_one_name_is_one_lane_and_nobody_stays_where_it_was() -> None:
    assert lanes_of(["แผนกบริการ", "ผู้อำนวยการ", "", " แผนกบริการ "]) == (("แผนกบริการ", "ผู้อำนวยการ"), [0, 1, 1, 0])
    assert lanes_of(["", ""]) == ((), [0, 0])


def test_words_stand_beside_their_strips_in_the_digits_of_the_paper() -> None:
    steps = FlowStep(1, "รับคำขอ 3 ฉบับ", "แผนก 2", "15 นาที"), FlowStep(2, "ตรวจ", back_to=1)
    rows = drawn_flow(chart(*steps), digits=lambda text: text.translate(str.maketrans("123456789", "๑๒๓๔๕๖๗๘๙"))).rows
    assert [(row.number, row.title, row.lane, row.note) for row in rows[1:-1]] == [
        ("๑.", "รับคำขอ 3 ฉบับ", "แผนก 2", "๑๕ นาที"),
        ("๒.", "ตรวจ", "", ""),
    ]
    assert rows[2].back.endswith("๑")
    assert (rows[0].number, rows[-1].number) == ("", "")


@pytest.mark.parametrize(
    "steps",
    [
        (),
        (FlowStep(2, "ก"), FlowStep(1, "ข")),
        (FlowStep(1, "ก"), FlowStep(1, "ข")),
        (FlowStep(1, "ก", back_to=1),),
        (FlowStep(1, "ก", back_to=2), FlowStep(2, "ข")),
        (FlowStep(2, "ก"), FlowStep(3, "ข", back_to=1)),
    ],
    ids=["nothing", "out of order", "twice", "to itself", "forward", "to no step"],
)
def test_what_is_no_flow_chart_is_refused(steps: tuple[FlowStep, ...]) -> None:
    with pytest.raises(ValueError, match="step"):
        chart(*steps)


@st.composite
def flows(draw: st.DrawFn) -> FlowChart:
    steps = []
    for number in range(1, draw(st.integers(1, 30)) + 1):
        back = draw(st.none() | st.integers(1, number - 1)) if number > 1 else None
        steps.append(FlowStep(number, "งาน", draw(st.sampled_from(["", *"กขคงจฉชซฌญฎฏ"])), back_to=back))
    return chart(*steps)


@given(flows())
def test_nothing_leaves_the_picture_and_every_return_arrives(drawn_from: FlowChart) -> None:
    drawn = drawn_flow(drawn_from)
    for row in drawn.rows:
        strip = row.strip
        places = [strip.below or 0, *strip.through, *strip.rising]
        places += [int(x) for x in re.findall(r"[MH](-?\d+)", strip.arrow + strip.back + strip.outline)]
        assert all(0 <= place <= drawn.width for place in places)
    backs = sum(step.back_to is not None for step in drawn_from.steps)
    assert sum(len(row.strip.rising) for row in drawn.rows) == backs
    assert sum(row.strip.shape == "check" for row in drawn.rows) == backs


@pytest.mark.parametrize("sheet", ["static/css/flow.css", "pmqa/charts/flow_paper.css"])
def test_style_sheets_know_every_width(sheet: str) -> None:
    rules = re.findall(
        r"\.flow-room-(\d+) > \.flow-row \{\s*padding-left: (\d+)px", (Path(settings.BASE_DIR) / sheet).read_text()
    )
    assert [(int(rooms), int(wide)) for rooms, wide in rules] == [(rooms, rooms * 20) for rooms in range(2, 12)]
