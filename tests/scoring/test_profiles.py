"""Scores by literals, and what must hold for whatever is judged."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmqa.cycle.models import Round
from pmqa.evidence.guidelines import LETTERS
from pmqa.scoring import profiles
from pmqa.scoring.profiles import (
    ADLI,
    BANDS,
    CHECKLIST,
    NOT_APPLICABLE,
    NOT_SEEN,
    PARTLY,
    SEEN,
    Asked,
    Cap,
    Held,
    Mark,
    Rules,
    band_of,
    items_of,
    points_behind,
    score,
    score_criterion,
    shown,
)

CS1 = Asked("CS1", {"CS1-A1": ("A",), "CS1-A2": ("A",), "CS1-I1": ("I",), "CS1-DI2": ("D", "I")})
CS7 = Asked("CS7", {"CS7-1": (), "CS7-2": ()})
CAPPED, UNCAPPED = Rules(ADLI), Rules(ADLI, caps_weakest=False)


def verdicts(*given: str) -> dict[str, Mark]:
    return dict(zip(CS1.points, map(Mark, given), strict=False))


def bands(**given: int) -> dict[str, Mark]:
    return {f"CS1/{letter}": Mark(percent=percent) for letter, percent in given.items()}


def test_a_round_knows_the_profiles_that_there_are() -> None:
    assert list(Round.Profile) == [CHECKLIST, ADLI]
    assert "".join(LETTERS) == profiles.LETTERS


def test_a_checklist_counts_points_and_a_band_the_letters_that_are_asked() -> None:
    assert items_of(CS1, CHECKLIST) == ("CS1-A1", "CS1-A2", "CS1-I1", "CS1-DI2")
    assert items_of(CS1, ADLI) == ("CS1/A", "CS1/D", "CS1/I")  # no L: not asked is not the same as not there
    assert items_of(CS7, ADLI) == ("CS7/",)


def test_a_judgement_rests_on_points() -> None:
    assert points_behind(CS1, "CS1-A2") == ("CS1-A2",)
    assert points_behind(CS1, "CS1/I") == ("CS1-I1", "CS1-DI2")
    assert points_behind(CS7, "CS7/") == ("CS7-1", "CS7-2")


def test_points_are_whole_halves_and_nothing() -> None:
    found = score_criterion(CS1, verdicts(SEEN, PARTLY, SEEN, SEEN), Rules())
    assert (found.percent, found.passes) == (Fraction(175, 2), True)
    assert (found.asked, found.counted, found.unsaid) == (4, 4, ())
    assert found.held == (Held("CS1-A2", Fraction(25, 2)),)


def test_one_point_not_seen_fails_the_criterion() -> None:
    found = score_criterion(CS1, verdicts(SEEN, SEEN, PARTLY, NOT_SEEN), Rules())
    assert (found.percent, found.passes) == (Fraction(125, 2), False)
    assert found.held == (Held("CS1-DI2", Fraction(25)), Held("CS1-I1", Fraction(25, 2)))


def test_what_is_not_applicable_or_unsaid_is_left_out_and_told_apart() -> None:
    found = score_criterion(CS1, verdicts(SEEN, NOT_APPLICABLE, "", NOT_SEEN), Rules())
    assert (found.percent, found.counted, found.unsaid) == (50, 2, ("CS1-I1",))


@pytest.mark.parametrize("rules", [Rules(), CAPPED, UNCAPPED])
@pytest.mark.parametrize("given", ["", NOT_APPLICABLE])
def test_nothing_said_is_no_score_and_not_0(rules: Rules, given: str) -> None:
    judgements = {item: Mark(given) for item in items_of(CS1, rules.profile)}
    found = score_criterion(CS1, judgements, rules)
    assert (found.percent, found.passes, found.held, found.cap) == (None, None, (), None)
    assert score([CS1], judgements, rules).percent is None


def test_the_weakest_letter_caps_the_mean_at_the_top_of_its_band() -> None:
    judgements = bands(A=85, D=30, I=80)
    found = score_criterion(CS1, judgements, CAPPED)
    assert found.percent == 45
    assert found.cap == Cap(45, ("CS1/D",), Fraction(65))
    # The mean of 85, 100 and 80 is 88 1/3, and the weakest band then ends at 85; raising another letter helps nothing.
    assert found.held == (Held("CS1/D", Fraction(40)), Held("CS1/A", Fraction(0)), Held("CS1/I", Fraction(0)))
    assert found.passes is None
    assert score_criterion(CS1, judgements, UNCAPPED).percent == 65
    assert score_criterion(CS1, judgements, UNCAPPED).cap is None


def test_two_letters_in_the_weakest_band_cap_together() -> None:
    assert score_criterion(CS1, bands(A=100, D=10, I=25), CAPPED).cap == Cap(25, ("CS1/D", "CS1/I"), Fraction(45))


def test_no_cap_is_told_of_where_it_lowers_nothing() -> None:
    found = score_criterion(CS1, bands(A=30, D=35, I=40), CAPPED)
    assert (found.percent, found.cap) == (35, None)


def test_a_letter_that_nobody_asks_has_no_part() -> None:
    assert score_criterion(CS1, bands(A=50, L=0), CAPPED).percent == 50


def test_a_letter_at_0_counts_and_one_of_which_nothing_is_said_does_not() -> None:
    assert score_criterion(CS1, bands(A=50, D=0), UNCAPPED).percent == 25
    assert score_criterion(CS1, bands(A=50), UNCAPPED).percent == 50


def test_a_criterion_without_letters_is_rated_whole() -> None:
    assert score_criterion(CS7, {"CS7/": Mark(percent=65)}, CAPPED).percent == 65


def test_the_category_is_the_mean_of_the_criteria_that_have_a_value() -> None:
    judgements = {**verdicts(SEEN, SEEN, SEEN, SEEN), "CS7-1": Mark(NOT_SEEN), "CS7-2": Mark(SEEN)}
    assert score([CS1, CS7], judgements, Rules()).percent == 75
    assert score([CS1, CS7], verdicts(SEEN, SEEN, SEEN, SEEN), Rules()).percent == 100
    weighed = score([CS1, CS7], judgements, Rules(weights={"CS1": Fraction(3)}))
    assert weighed.percent == Fraction(175, 2)
    assert weighed.held == (Held("CS7", Fraction(25, 2)),)
    assert weighed.of("CS7").percent == 50
    assert score([CS1, CS7], judgements, Rules(weights={"CS7": Fraction(0)})).percent == 100
    assert score([CS7], judgements, Rules(weights={"CS7": Fraction(0)})).percent is None


def test_what_is_shown_is_rounded_once_a_half_upwards() -> None:
    assert shown(Fraction(333, 4)) == Decimal("83.3")  # 83.25; to the even digit it would be 83.2
    assert shown(Fraction(250, 3)) == Decimal("83.3")
    assert shown(Fraction(200, 3)) == Decimal("66.7")
    assert str(shown(Fraction(100))) == "100.0"
    assert shown(None) is None
    # Of rounded criteria the mean would be 50.1.
    thirds = [Fraction(1001, 20), Fraction(50)]
    assert shown(sum(thirds, Fraction(0)) / 2) == Decimal("50.0")


def test_bands_hold_every_step_of_5_and_nothing_else() -> None:
    assert [band_of(percent) for percent in (0, 5, 10, 25, 30, 65, 85, 90, 100)] == [
        BANDS[0], BANDS[0], BANDS[1], BANDS[1], BANDS[2], BANDS[3], BANDS[4], BANDS[5], BANDS[5],
    ]  # fmt: skip
    assert {band_of(percent) for percent in range(0, 101, 5)} == set(BANDS)
    for wrong in (-5, 3, 7, 105):
        with pytest.raises(ValueError, match=str(wrong)):
            band_of(wrong)


VERDICTS = (NOT_SEEN, PARTLY, SEEN)
STEPS = tuple(range(0, 101, 5))
points = st.dictionaries(st.sampled_from([*CS1.points, *CS7.points]), st.sampled_from([*VERDICTS, NOT_APPLICABLE, ""]))
letters = st.dictionaries(
    st.sampled_from([*items_of(CS1, ADLI), *items_of(CS7, ADLI)]), st.sampled_from([*STEPS, None])
)
weights = st.dictionaries(st.sampled_from(["CS1", "CS7"]), st.fractions(0, 10))


@given(points, st.sampled_from([*CS1.points, *CS7.points]), weights)
def test_a_better_verdict_never_lowers(given: dict[str, str], item: str, weighed: dict[str, Fraction]) -> None:
    said = {key: Mark(each) for key, each in given.items()}
    found = [score([CS1, CS7], {**said, item: Mark(verdict)}, Rules(weights=weighed)) for verdict in VERDICTS]
    rising([each.percent for each in found])
    rising([each.of(item[:3]).percent for each in found])
    passing = [each.of(item[:3]).passes for each in found]
    assert passing[0] is False
    assert passing[1] == passing[2]


@given(letters, st.sampled_from([*items_of(CS1, ADLI), "CS7/"]), weights, st.booleans())
def test_a_higher_letter_never_lowers(
    given: dict[str, int | None], item: str, weighed: dict[str, Fraction], caps: bool
) -> None:
    rules = Rules(ADLI, weighed, caps)
    said = {key: Mark(percent=each) for key, each in given.items()}
    rising([score([CS1, CS7], {**said, item: Mark(percent=step)}, rules).percent for step in STEPS])


def rising(values: list[Fraction | None]) -> None:
    known = [value for value in values if value is not None]
    assert known == sorted(known)
    assert len(known) in (0, len(values))
    assert all(0 <= value <= 100 for value in known)


@given(points)
def test_leaving_a_point_out_is_as_if_nobody_asked_it(given: dict[str, str]) -> None:
    kept = {key: Mark(each) for key, each in given.items() if each not in (NOT_APPLICABLE, "")}
    every = {key: Mark(each) for key, each in given.items()}
    fewer = Asked("CS1", {code: each for code, each in CS1.points.items() if code in kept})
    assert score_criterion(CS1, every, Rules()).percent == score_criterion(fewer, kept, Rules()).percent


@given(letters)
def test_the_cap_is_the_top_of_the_weakest_band_and_only_lowers(given: dict[str, int | None]) -> None:
    said = {key: Mark(percent=each) for key, each in given.items()}
    capped, uncapped = (score_criterion(CS1, said, rules) for rules in (CAPPED, UNCAPPED))
    if capped.percent is None or uncapped.percent is None:
        assert capped.percent is uncapped.percent is None
        return
    weakest = min(each for key, each in given.items() if each is not None and key.startswith("CS1"))
    assert capped.percent == min(uncapped.percent, Fraction(band_of(weakest)[1]))
    assert (capped.cap is not None) == (capped.percent < uncapped.percent)


@given(points)
def test_a_gain_is_what_the_score_would_rise_by(given: dict[str, str]) -> None:
    said = {key: Mark(each) for key, each in given.items()}
    before = score_criterion(CS1, said, Rules())
    for held in before.held:
        after = score_criterion(CS1, {**said, held.item: Mark(SEEN)}, Rules())
        assert after.percent is not None
        assert before.percent is not None
        assert after.percent - before.percent == held.gain > 0
