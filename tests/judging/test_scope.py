"""Who sees which sheet, in each state: blind before the consensus."""

from collections.abc import Callable

import pytest

from pmqa.cycle.actions import change_state
from pmqa.cycle.models import Assessment, Assignment
from pmqa.judging.actions import open_sheet
from pmqa.judging.models import Sheet
from pmqa.judging.scope import sheets_for
from pmqa.organization.models import Person
from tests.judging.conftest import NOW, People

Kind, State = Sheet.Kind, Assessment.State
BLIND = (State.DRAFT, State.SUBMITTED, State.IN_REVIEW)


@pytest.fixture
def blind(people: People, put: Callable[[str], Assessment], scored: Callable[..., Sheet]) -> dict[int, str]:
    """The name of each sheet by its id, before the consensus; "conflicted" found a conflict after submitting."""
    made = {"own": open_sheet(assessment=put(State.DRAFT), kind=Kind.OWN, by=people.staff)}
    put(State.IN_REVIEW)
    Assignment.objects.filter(assessor__in=[people.undeclared, people.conflicted]).update(conflict="", declared_at=NOW)
    made |= {name: scored(getattr(people, name)) for name in ("leader", "other", "conflicted")}
    made["late"] = scored(people.undeclared, submit=False)
    Assignment.objects.filter(assessor=people.conflicted).update(conflict="เพิ่งทราบ")
    return {sheet.pk: name for name, sheet in made.items()}


@pytest.fixture
def sheets(blind: dict[int, str], people: People, put: Callable[[str], Assessment]) -> dict[int, str]:
    """These, and that of the consensus, which is submitted."""
    made = open_sheet(assessment=put(State.CONSENSUS), kind=Kind.CONSENSUS, by=people.centre)
    Sheet.objects.filter(pk=made.pk).update(submitted_at=NOW)
    return {**blind, made.pk: "consensus"}


def seen(people: People, who: str, held: Assessment, sheets: dict[int, str]) -> set[str]:
    return {sheets[sheet.pk] for sheet in sheets_for(getattr(people, who), held)}


@pytest.mark.parametrize("state", BLIND)
def test_before_the_consensus_an_assessor_sees_no_other(
    people: People, put: Callable[[str], Assessment], blind: dict[int, str], state: str
) -> None:
    held = put(state)
    assert seen(people, "leader", held, blind) == {"own", "leader"}
    assert seen(people, "other", held, blind) == {"own", "other"}
    assert seen(people, "undeclared", held, blind) == {"own", "late"}
    assert seen(people, "centre", held, blind) == {"own"}


@pytest.mark.parametrize("state", BLIND)
def test_after_a_return_those_who_judged_read_on_and_the_new_review_is_blind(
    people: People,
    put: Callable[[str], Assessment],
    sheets: dict[int, str],
    scored: Callable[..., Sheet],
    person: Callable[..., Person],
    state: str,
) -> None:
    change_state(assessment=put(State.CONSENSUS), to=State.DRAFT, by=people.centre, at=NOW, reason="ขาดหลักฐาน")
    new = person("new", "ASSESSOR")
    Assignment.objects.create(assessment=put(State.IN_REVIEW), assessor=new, declared_at=NOW)
    again = scored(people.leader)
    held, names = put(state), {**sheets, again.pk: "again"}
    old = {"own", "leader", "other", "conflicted", "consensus"}
    assert seen(people, "leader", held, names) == {*old, "again"}
    assert seen(people, "other", held, names) == old
    assert seen(people, "undeclared", held, names) == {*old, "late"}
    assert seen(people, "centre", held, names) == old
    assert {names[sheet.pk] for sheet in sheets_for(new, held)} == {"own"}


def test_the_unit_does_not_see_a_consensus_that_was_not_published(
    people: People, put: Callable[[str], Assessment], sheets: dict[int, str]
) -> None:
    change_state(assessment=put(State.CONSENSUS), to=State.DRAFT, by=people.centre, at=NOW, reason="ขาดหลักฐาน")
    assert seen(people, "staff", put(State.PUBLISHED), sheets) == {"own"}


@pytest.mark.parametrize("state", [State.CONSENSUS, State.PUBLISHED])
def test_from_the_consensus_on_assessors_and_headquarters_see_what_was_submitted(
    people: People, put: Callable[[str], Assessment], sheets: dict[int, str], state: str
) -> None:
    held, submitted = put(state), {"own", "leader", "other", "conflicted", "consensus"}
    for who in ("leader", "other", "centre"):
        assert seen(people, who, held, sheets) == submitted
    assert seen(people, "undeclared", held, sheets) == {*submitted, "late"}


@pytest.mark.parametrize("state", State.values)
def test_the_unit_sees_its_own_sheet_and_the_consensus_once_it_is_published(
    people: People, put: Callable[[str], Assessment], sheets: dict[int, str], state: str
) -> None:
    held = put(state)
    for who in ("staff", "head", "insider"):
        assert seen(people, who, held, sheets) == ({"own", "consensus"} if state == State.PUBLISHED else {"own"})


@pytest.mark.parametrize("state", State.values)
def test_nobody_else_sees_any(
    people: People, put: Callable[[str], Assessment], sheets: dict[int, str], state: str
) -> None:
    held = put(state)
    for who in ("stranger", "administrator", "conflicted"):
        assert seen(people, who, held, sheets) == set()
