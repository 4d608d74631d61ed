"""Nothing above 0 without evidence and words, by literals."""

from pmqa.judging.gaps import Gap, Lack, Said, gaps_before_submission
from pmqa.scoring.profiles import ADLI, CHECKLIST, Asked, Mark

CS1 = Asked("CS1", {"CS1-A1": ("A",), "CS1-A2": ("A",), "CS1-I1": ("I",)})
CS7 = Asked("CS7", {"CS7-1": ()})
STRENGTH = Said("STRENGTH", "CS1")


def gaps(judgements: dict[str, Mark], *remarks: Said, shown: str = "", profile: str = CHECKLIST) -> list[Gap]:
    found = gaps_before_submission(
        asked=[CS1, CS7], profile=profile, judgements=judgements, remarks=remarks, shown=shown.split()
    )
    return [gap for gap in found if gap.blocks]


def test_a_point_above_0_needs_evidence_and_words() -> None:
    for verdict in ("SEEN", "PARTLY"):
        said = {"CS1-A1": Mark(verdict)}
        assert gaps(said) == [Gap(Lack.NO_EVIDENCE, "CS1", "CS1-A1"), Gap(Lack.NO_WORDS, "CS1")]
        assert gaps(said, shown="CS1-A1") == [Gap(Lack.NO_WORDS, "CS1")]
        assert gaps(said, STRENGTH) == [Gap(Lack.NO_EVIDENCE, "CS1", "CS1-A1")]
        assert gaps(said, STRENGTH, shown="CS1-A2") == [Gap(Lack.NO_EVIDENCE, "CS1", "CS1-A1")]
        assert gaps(said, STRENGTH, shown="CS1-A1") == []
        assert gaps(said, Said("OFI", "CS1"), shown="CS1-A1") == []


def test_words_are_those_of_the_criterion_and_no_question() -> None:
    said = {"CS1-A1": Mark("SEEN")}
    for other in (Said("QUESTION", "CS1"), Said("STRENGTH", "CS7")):
        assert gaps(said, other, shown="CS1-A1") == [Gap(Lack.NO_WORDS, "CS1")]


def test_evidence_that_a_remark_on_the_point_cites_serves_it() -> None:
    said = {"CS1-A1": Mark("SEEN")}
    assert gaps(said, Said("OFI", "CS1", "CS1-A1", cites=True)) == []
    for not_it in (
        Said("OFI", "CS1", "CS1-A1"),
        Said("OFI", "CS1", "CS1-A2", cites=True),
        Said("OFI", "CS1", cites=True),
    ):
        assert gaps(said, not_it) == [Gap(Lack.NO_EVIDENCE, "CS1", "CS1-A1")]


def test_0_needs_nothing() -> None:
    assert gaps({"CS1-A1": Mark("NOT_SEEN"), "CS1-A2": Mark("NOT_APPLICABLE")}) == []
    assert gaps({"CS1/A": Mark(percent=0), "CS7/": Mark("NOT_APPLICABLE")}, profile=ADLI) == []


def test_a_letter_rests_on_its_points() -> None:
    said = {"CS1/A": Mark(percent=5), "CS7/": Mark(percent=0)}
    assert gaps(said, STRENGTH, profile=ADLI, shown="CS1-I1") == [Gap(Lack.NO_EVIDENCE, "CS1", "CS1/A")]
    assert gaps(said, STRENGTH, profile=ADLI, shown="CS1-A2") == []
    assert gaps(said, Said("OFI", "CS1", cites=True), profile=ADLI) == []
    assert gaps({"CS7/": Mark(percent=50)}, Said("OFI", "CS7"), profile=ADLI, shown="CS7-1") == []
    assert gaps({"CS7/": Mark(percent=50)}, Said("OFI", "CS7"), profile=ADLI) == [Gap(Lack.NO_EVIDENCE, "CS7", "CS7/")]


def test_a_criterion_has_at_most_three_questions() -> None:
    three = [Said("QUESTION", "CS1")] * 3
    assert gaps({}, *three, Said("QUESTION", "CS7")) == []
    assert gaps({}, *three, Said("QUESTION", "CS1")) == [Gap(Lack.TOO_MANY_QUESTIONS, "CS1")]


def test_what_is_unsaid_is_listed_and_blocks_nothing() -> None:
    found = gaps_before_submission(
        asked=[CS1],
        profile=CHECKLIST,
        judgements={"CS1-A1": Mark("NOT_APPLICABLE"), "CS1-A2": Mark(""), "CS7-1": Mark("SEEN")},
        remarks=[],
        shown=(),
    )
    assert found == [Gap(Lack.UNSAID, "CS1", "CS1-A2"), Gap(Lack.UNSAID, "CS1", "CS1-I1")]
    assert not any(gap.blocks for gap in found)
