"""The life of an assessment: only these steps, each by the one function that may take it."""

import datetime
import itertools

import pytest
from django.utils.translation import gettext as _

from pmqa.cycle.actions import StepRefused, change_state, mark_criterion
from pmqa.cycle.models import Assessment, CriterionMark
from pmqa.organization.models import Person

NOW = datetime.datetime(2026, 3, 1, 9, 0, tzinfo=datetime.UTC)
STATES = ("DRAFT", "SUBMITTED", "IN_REVIEW", "CONSENSUS", "PUBLISHED")
ALLOWED = {
    ("DRAFT", "SUBMITTED"),
    ("SUBMITTED", "IN_REVIEW"),
    ("SUBMITTED", "DRAFT"),
    ("IN_REVIEW", "CONSENSUS"),
    ("IN_REVIEW", "DRAFT"),
    ("CONSENSUS", "PUBLISHED"),
    ("CONSENSUS", "DRAFT"),
}


def test_these_are_all_states() -> None:
    assert tuple(Assessment.State.values) == STATES


@pytest.mark.parametrize(("start", "to"), list(itertools.product(STATES, STATES)))
def test_a_step_is_taken_only_where_it_is_allowed(assessment: Assessment, staff: Person, start: str, to: str) -> None:
    Assessment.objects.update(state=start)
    if (start, to) in ALLOWED:
        change_state(assessment=assessment, to=to, by=staff, at=NOW, reason="ขาดหลักฐาน")
        start = to
    else:
        with pytest.raises(StepRefused):
            change_state(assessment=assessment, to=to, by=staff, at=NOW, reason="ขาดหลักฐาน")
    assert Assessment.objects.get().state == start


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_a_return_needs_a_reason(assessment: Assessment, staff: Person, reason: str) -> None:
    Assessment.objects.update(state="SUBMITTED")
    with pytest.raises(StepRefused, match=_("Say why the assessment is returned.")):
        change_state(assessment=assessment, to="DRAFT", by=staff, at=NOW, reason=reason)
    assert Assessment.objects.get().state == "SUBMITTED"


def test_the_reason_of_a_return_is_kept_until_the_next_step(assessment: Assessment, staff: Person) -> None:
    for to, reason, kept in (("SUBMITTED", "x", ""), ("DRAFT", "ขาดหลักฐาน", "ขาดหลักฐาน"), ("SUBMITTED", "", "")):
        held = change_state(assessment=assessment, to=to, by=staff, at=NOW, reason=reason)
        assert (held.returned_reason, held.changed_at) == (kept, NOW)


def test_the_state_that_counts_is_the_stored_one(assessment: Assessment, staff: Person) -> None:
    Assessment.objects.update(state="PUBLISHED")
    assert assessment.state == "DRAFT"  # as somebody read it before
    with pytest.raises(StepRefused):
        change_state(assessment=assessment, to="SUBMITTED", by=staff, at=NOW)


def test_the_units_word_is_given_once_and_taken_back(assessment: Assessment, staff: Person) -> None:
    for complete, marks in ((True, 1), (True, 1), (False, 0), (False, 0)):
        mark_criterion(assessment=assessment, criterion="CS1", complete=complete, by=staff, at=NOW)
        assert CriterionMark.objects.count() == marks
