"""What slows robots: too soon, too old, forged, and the trap; what a person typed is not for the gate to lose."""

import datetime

import pytest
import time_machine

from pmqa.door.gate import LATEST, SOONEST, TOO_OLD, TOO_SOON, TRAP, gate_of, new_gate

NOON = datetime.datetime(2026, 3, 2, 5, 0, tzinfo=datetime.UTC)
SECOND = datetime.timedelta(seconds=1)


@pytest.mark.parametrize(
    ("after", "problem", "same"),
    [
        (0 * SECOND, TOO_SOON, True),
        (SOONEST, TOO_SOON, True),
        (SOONEST + SECOND, "", True),
        (LATEST, "", True),
        (LATEST + SECOND, TOO_OLD, False),
    ],
)
def test_a_form_passes_between_three_seconds_and_a_day(after: datetime.timedelta, problem: str, same: bool) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        gate = new_gate()
        clock.shift(after)
        met = gate_of({"stamp": gate.stamp})
        assert met.problem == problem
        assert (met.key == gate.key) == (met.stamp == gate.stamp) == same
        clock.shift(SOONEST + SECOND)
        assert gate_of({"stamp": met.stamp}).problem in ("", TOO_OLD)


@pytest.mark.parametrize("stamp", ["", "x", "a:b:c", None, "00" * 4000])
def test_a_stamp_that_is_not_ours_gets_a_new_one(stamp: str | None) -> None:
    met = gate_of({} if stamp is None else {"stamp": stamp})
    assert met.problem == TOO_OLD
    assert met.stamp != stamp


def test_who_fills_in_the_trap_is_asked_again() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        gate = new_gate()
        clock.shift(SOONEST + SECOND)
        met = gate_of({"stamp": gate.stamp, TRAP: "https://example.org"})
        assert (met.problem, met.key) == (TOO_SOON, gate.key)
