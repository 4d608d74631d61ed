"""What docs/scoring.md computes by hand is what the functions compute."""

from fractions import Fraction

from pmqa.criteria import CRITERIA
from pmqa.scoring.engine import asked_of
from pmqa.scoring.profiles import ADLI, CHECKLIST, WORTH, Rules, items_of, score, shown
from tests.scoring import worked

ASKED = [asked_of(criterion) for criterion in CRITERIA]


def test_the_example_judges_all_that_is_asked() -> None:
    assert list(worked.checklist()) == [item for asked in ASKED for item in items_of(asked, CHECKLIST)]
    assert list(worked.bands()) == [item for asked in ASKED for item in items_of(asked, ADLI)]


def test_the_checklist_by_hand() -> None:
    marks = worked.checklist()
    counts = {row[0]: row[2] for row in worked.lines("Point")}
    assert counts == {item: _count(WORTH.get(mark.verdict)) for item, mark in marks.items()}
    found = score(ASKED, marks, Rules())
    by_hand = worked.criteria("Sum ÷ points that count")
    assert {each.code: [str(shown(each.percent)), "yes" if each.passes else "no"] for each in found.criteria} == {
        code: cells[1:] for code, cells in by_hand.items()
    }
    for code, (ratio, _percent, _passes) in by_hand.items():
        total, count = ratio.split(" ÷ ")
        assert found.of(code).percent == Fraction(total) / Fraction(count) * 100
    weighed = score(ASKED, marks, Rules(weights={"CS3": Fraction(2)}))
    assert [str(shown(each.percent)) for each in (found, weighed)] == worked.categories()[:2]
    assert [(each.item, str(shown(each.gain))) for each in found.of("CS2").held] == [
        ("CS2-A4", "16.7"),
        ("CS2-A3", "8.3"),
        ("CS2-A5", "8.3"),
    ]


def _count(worth: Fraction | None) -> str:
    return "–" if worth is None else f"{float(worth):g}"


def test_bands_by_hand() -> None:
    marks, by_hand = worked.bands(), worked.criteria("Mean")
    capped, uncapped = (score(ASKED, marks, Rules(ADLI, caps_weakest=caps)) for caps in (True, False))
    for code, (_mean, ends, with_cap, without) in by_hand.items():
        assert [str(shown(each.of(code).percent)) for each in (capped, uncapped)] == [with_cap, without]
        cap = capped.of(code).cap
        assert cap is None or str(cap.percent) == ends
    assert [str(shown(each.percent)) for each in (capped, uncapped)] == worked.categories()[2:]
    assert list(by_hand) == [each.code for each in capped.criteria]
