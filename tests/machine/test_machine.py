"""Whatever ten people of all roles try in any order: the product allows what the model allows, and shows no more.

`PMQA_MACHINE=500 ./run test tests/machine` takes 500 runs of 50 steps; the usual run takes fewer.
"""

import os
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from pmqa.freezing.verifying import broken_links, changed_submissions
from tests.machine.model import ASSESSORS, EVERYBODY, ITEMS, WORTH, Assigned, Case, Paper
from tests.machine.world import World

STEPS = 50
# The rules are the same Python on both databases: PostgreSQL sees the usual paths only.
USUAL_RUNS = {"sqlite": 40, "postgresql": 12}
STATES = ("DRAFT", "SUBMITTED", "IN_REVIEW", "CONSENSUS", "PUBLISHED")
WHOLE = 1 << 64


class Dice:
    """What is tried next. A seed a step: hypothesis finds the shortest row of steps that fails, and each step is drawn
    evenly, where drawn by hypothesis itself most would be the same few."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def one(self, *of: Any) -> Any:
        return self.random.choice(of)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def who(self, *likely: str) -> str:
        """Mostly those who may, and often anybody."""
        return str(self.one(*(likely if self.chance(0.7) else EVERYBODY)))

    @property
    def assessor(self) -> str:
        return str(self.one(*sorted(ASSESSORS)))

    @property
    def item(self) -> str:
        return str(self.one(ITEMS[0], *ITEMS))

    @property
    def verdict(self) -> str:
        return str(self.one(*WORTH, "NOT_APPLICABLE", ""))

    @property
    def reason(self) -> str:
        return "ตามที่ตกลง" if self.chance(0.5) else ""


class Machine(RuleBasedStateMachine):
    """One run: the product and the model side by side, in a transaction that is taken back at the end."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.case, self.world, self.looked = Case(), World(), 0

    def teardown(self) -> None:
        try:
            assert list(broken_links()) == []
            assert list(changed_submissions()) == []
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    @initialize(seed=st.integers(0, WHOLE))
    def begin(self, seed: int) -> None:
        """Begins anywhere on the way, so that all of it is walked."""
        dice = Dice(seed)
        for who in ("leader", "one", "two")[: dice.one(1, 2, 2, 3)]:
            self.assign("centre", who, leads=who == "leader")
            if dice.chance(0.9):
                self.declare(who, who, conflict=dice.chance(0.1))
        way = (
            lambda: self.submit("head"),
            lambda: self.step("centre", "IN_REVIEW"),
            lambda: self._score(dice),
            lambda: self.begin_consensus("centre", "ตามที่ตกลง"),
            lambda: self.end_consensus("leader"),
            lambda: self.publish("centre"),
        )
        for take in way[: dice.one(0, 1, 2, 3, 3, 3, 4, 4, 4, 4, 5, 6)]:
            take()

    def _score(self, dice: Dice) -> None:
        for who in list(self.case.assigned):
            self.judge(who, who, ITEMS[0], dice.verdict)
            self.praise(who, who, "CS1")
            if dice.chance(0.8):
                self.hand_in(who, who)

    @rule(seed=st.integers(0, WHOLE))
    def act(self, seed: int) -> None:
        """Somebody tries something."""
        dice = Dice(seed)
        name, arguments = dice.one(*TRIES)(dice)
        note(f"{name}{arguments}")
        getattr(self, name)(*arguments)

    def edit(self, who: str, text: str) -> None:
        if agreed(self.world.edit(who, text), self.case.may_edit(who)):
            self.case.text = text

    def judge_own(self, who: str, item: str, verdict: str) -> None:
        if agreed(self.world.judge_own(who, item, verdict), self.case.may_edit(who)):
            self.case.own[item] = verdict

    def submit(self, who: str) -> None:
        if agreed(self.world.submit(who), self.case.may_submit(who)):
            self.case.state = "SUBMITTED"

    def take_back(self, who: str, reason: str) -> None:
        if agreed(self.world.take_back(who, reason), self.case.may_take_back(who, reason)):
            self._returned()

    def give_back(self, who: str, reason: str, gives_days: bool) -> None:
        if agreed(self.world.give_back(who, reason, gives_days), self.case.may_return(who, reason, gives_days)):
            self.case.is_extended |= gives_days
            self._returned()

    def _returned(self) -> None:
        self.case.state, self.case.submission = "DRAFT", self.case.submission + 1

    def step(self, who: str, to: str) -> None:
        """The review begins so; every other state has a change of its own, and is forged here where it may not be."""
        could_certify = to == "SUBMITTED" and self.case.state == "DRAFT" and who in ("head", "chief")
        if to == "IN_REVIEW":
            if agreed(self.world.step(who, to), self.case.may_begin_review(who)):
                self.case.state = to
        elif not self.case.may_step(who, to) and not could_certify:
            assert not self.world.step(who, to)

    def move_end(self, late: bool) -> None:
        assert self.world.move_end(late)
        self.case.closes_late = late

    def switch(self, who: str, is_open: bool) -> None:
        if agreed(self.world.switch(who, is_open), who in ("centre", "chief")):
            self.case.is_open = is_open

    def assign(self, who: str, assessor: str, leads: bool) -> None:
        if agreed(self.world.assign(who, assessor, leads), self.case.may_assign(who, assessor)):
            if leads:
                for each in self.case.assigned.values():
                    each.leads = False
            self.case.assigned.setdefault(assessor, Assigned()).leads = leads

    def unassign(self, who: str, assessor: str) -> None:
        if assessor not in self.case.assigned:
            return
        if agreed(self.world.unassign(who, assessor), self.case.may_unassign(who, assessor)):
            del self.case.assigned[assessor]

    def declare(self, who: str, about: str, conflict: bool) -> None:
        if about not in self.case.assigned:
            return
        if agreed(self.world.declare(who, about, conflict), self.case.may_declare(who, about)):
            self.case.assigned[about].conflict = conflict

    def judge(self, who: str, of: str, item: str, verdict: str) -> None:
        if agreed(self.world.judge(who, of, item, verdict), self.case.may_judge(who, of)):
            self._paper(of).said[item] = verdict

    def praise(self, who: str, of: str, criterion: str) -> None:
        if agreed(self.world.praise(who, of, criterion), self.case.may_judge(who, of)):
            self._paper(of).strengths.add(criterion)

    def hand_in(self, who: str, of: str) -> None:
        if agreed(self.world.hand_in(who, of), self.case.may_hand_in(who, of)):
            self._paper(of).is_in = True

    def _paper(self, of: str) -> Paper:
        return self.case.papers.setdefault((of, self.case.submission), Paper())

    def begin_consensus(self, who: str, reason: str) -> None:
        if agreed(self.world.begin_consensus(who, reason), self.case.may_begin_consensus(who, reason)):
            self.case.begin_consensus()

    def settle(self, who: str, item: str, verdict: str, reason: str) -> None:
        if agreed(self.world.settle(who, item, verdict, reason), self.case.may_settle(who, item, verdict, reason)):
            self.case.consensus[self.case.submission].said[item] = verdict

    def end_consensus(self, who: str) -> None:
        if agreed(self.world.end_consensus(who), self.case.may_end_consensus(who)):
            self.case.consensus[self.case.submission].is_in = True

    def publish(self, who: str) -> None:
        if agreed(self.world.publish(who), self.case.may_publish(who)):
            self.case.state = "PUBLISHED"

    def tamper(self, what: str) -> None:
        if what != "row" or self.case.state != "DRAFT":
            assert not self.world.tamper(what)

    @invariant()
    def stands(self) -> None:
        assert self.world.assessment.state == self.case.state
        assert self.world.text() == self.case.text

    @invariant()
    def shows_no_more(self) -> None:
        """Two people look after each step, all in their turn."""
        for _each in range(2):
            self.looked += 1
            self._look(EVERYBODY[self.looked % len(EVERYBODY)])

    def _look(self, who: str) -> None:
        seen, case = self.world.seen_by(who), self.case
        assert self.world.sees_assessment(who) == case.sees_assessment(who)
        own = {key for key, verdicts in seen.items() if key[1] == who and not verdicts}
        assert set(seen) - own == case.seen_by(who) - own
        for (kind, name, submission), verdicts in seen.items():
            said = {
                "OWN": case.own,
                "ASSESSOR": case.papers.get((name, submission), Paper()).said,
                "CONSENSUS": case.consensus.get(submission, Paper()).said,
            }[kind]
            assert verdicts == {item: verdict for item, verdict in said.items() if verdict}


def agreed(done: bool, allowed: bool) -> bool:
    """Whether the step was taken. The product and the model must agree about it."""
    assert done == allowed, f"done: {done}, allowed: {allowed}"
    return done


Try = Callable[[Dice], tuple[str, tuple[Any, ...]]]


def _of(dice: Dice, who: str) -> str:
    """Whose sheet is written: mostly one's own, sometimes another's by a forged id."""
    return dice.assessor if dice.chance(0.3) else who


def _judge(dice: Dice) -> tuple[str, tuple[Any, ...]]:
    who = dice.who(*ASSESSORS)
    return "judge", (who, _of(dice, who), dice.item, dice.verdict)


def _praise(dice: Dice) -> tuple[str, tuple[Any, ...]]:
    who = dice.who(*ASSESSORS)
    return "praise", (who, _of(dice, who), dice.one("CS1", "CS2"))


def _hand_in(dice: Dice) -> tuple[str, tuple[Any, ...]]:
    who = dice.who(*ASSESSORS)
    return "hand_in", (who, _of(dice, who))


def _declare(dice: Dice) -> tuple[str, tuple[Any, ...]]:
    who = dice.assessor
    return "declare", (who, _of(dice, who), dice.chance(0.2))


CENTRE, LEADS = ("centre", "chief"), ("leader", "leader", "centre")
FROZEN = ("row", "judgement", "remark", "sheet", "history", "record")
TRIES: tuple[Try, ...] = (
    lambda dice: ("edit", (dice.who("staff", "head"), dice.one("ก", "ข"))),
    lambda dice: ("edit", (dice.who("staff", "head"), dice.one("ก", "ข"))),
    lambda dice: ("judge_own", (dice.who("staff", "head"), dice.item, dice.verdict)),
    lambda dice: ("submit", (dice.who("head"),)),
    lambda dice: ("take_back", (dice.who("head"), dice.reason)),
    lambda dice: ("give_back", (dice.who(*CENTRE), dice.reason, dice.chance(0.3))),
    lambda dice: ("step", (dice.who(*CENTRE), "IN_REVIEW")),
    lambda dice: ("step", (dice.who(*CENTRE), dice.one(*STATES))),
    lambda dice: ("move_end", (dice.chance(0.7),)),
    lambda dice: ("switch", (dice.who(*CENTRE), dice.chance(0.8))),
    lambda dice: ("assign", (dice.who(*CENTRE), dice.who(*ASSESSORS), dice.chance(0.3))),
    lambda dice: ("unassign", (dice.who(*CENTRE), dice.assessor)),
    _declare,
    _declare,
    _judge,
    _judge,
    _praise,
    _hand_in,
    _hand_in,
    lambda dice: ("begin_consensus", (dice.who(*LEADS), dice.reason)),
    lambda dice: ("begin_consensus", (dice.who(*LEADS), dice.reason)),
    *[lambda dice: ("settle", (dice.who(*LEADS), dice.item, dice.verdict, dice.reason))] * 4,
    lambda dice: ("end_consensus", (dice.who(*LEADS),)),
    lambda dice: ("publish", (dice.who(*CENTRE),)),
    lambda dice: ("tamper", (dice.one(*FROZEN),)),
    lambda dice: ("tamper", (dice.one(*FROZEN),)),
)


@pytest.mark.django_db
@pytest.mark.database
def test_no_path_leads_past_the_rules() -> None:
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=int(os.environ.get("PMQA_MACHINE", USUAL_RUNS[connection.vendor])),
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            # The usual run is the same every time; a longer one looks further.
            derandomize="PMQA_MACHINE" not in os.environ,
            database=None,
        ),
    )
