"""The page of each unit in the annual report: what is stored of it, on one page of paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from django.utils.translation import gettext as _

from pmqa.annual.figures import titles_of_points
from pmqa.annual.models import AnnualPart
from pmqa.annual.remarks import remarks_of_units
from pmqa.charts.radar import Outline
from pmqa.criteria import CRITERIA
from pmqa.evidence.guidelines import Status
from pmqa.judging.models import Remark
from pmqa.rollup.figures import CriterionFigures, Figures

# As many lines as stand on one page, and as many characters of each as a line of it holds.
MOST_GAPS, MOST_REMARKS, LONG_GAP, LONG_REMARK = 8, 3, 44, 76


@dataclass(frozen=True)
class Listed:
    """Some lines of a list (code, text), and how many more there are."""

    lines: tuple[tuple[str, str], ...]
    more: int

    @classmethod
    def of(cls, lines: Sequence[tuple[str, str]], most: int, longest: int) -> "Listed":
        return cls(tuple((code, _short(text, longest)) for code, text in lines[:most]), max(0, len(lines) - most))

    @classmethod
    def of_gaps(cls, lines: Sequence[tuple[str, str]]) -> "Listed":
        return cls.of(lines, MOST_GAPS, LONG_GAP)

    @classmethod
    def of_remarks(cls, lines: Sequence[tuple[str, str]]) -> "Listed":
        return cls.of(lines, MOST_REMARKS, LONG_REMARK)


@dataclass(frozen=True)
class UnitPage:
    """One unit; `number` is its place among all. With a `why` nothing but that is printed."""

    number: int
    code: str
    name: str
    kind: str
    state: str
    criteria: tuple[tuple[str, str, CriterionFigures | None], ...]
    figures: Figures
    gaps: Listed
    strengths: Listed
    opportunities: Listed
    why: str = ""

    @cached_property
    def outlines(self) -> tuple[Outline, ...]:
        """What the radar shows; nothing where nobody judged."""
        own = Outline(_("Own judgement"), tuple(_exact(one and one.own) for _code, _title, one in self.criteria))
        theirs = Outline(_("Assessors"), tuple(_exact(one and one.published) for _code, _title, one in self.criteria))
        return tuple(each for each in (own, theirs) if any(value is not None for value in each.values))


def unit_pages(parts: Sequence[AnnualPart], figures: Mapping[int, Figures]) -> list[UnitPage]:
    """The pages of a batch in the active language. One query."""
    said = remarks_of_units([part.assessment for part in parts])
    return [_page(part, figures[part.assessment_id], said) for part in parts]


def _page(part: AnnualPart, figures: Figures, said: Mapping[tuple[int, str], list[tuple[str, str]]]) -> UnitPage:
    unit, titles = part.assessment.unit, titles_of_points()
    missing = [(code, titles[code]) for code in titles if _is_missing(figures, code)]
    return UnitPage(
        number=part.number + 1,
        code=unit.code,
        name=unit.name,
        kind=unit.kind,
        state=str(part.assessment.get_state_display()),
        criteria=tuple((each.code, str(each.title), figures.criteria.get(each.code)) for each in CRITERIA),
        figures=figures,
        gaps=Listed.of_gaps(missing),
        strengths=Listed.of_remarks(said.get((part.assessment_id, Remark.Kind.STRENGTH), [])),
        opportunities=Listed.of_remarks(said.get((part.assessment_id, Remark.Kind.OFI), [])),
    )


def page_of_bad_unit(part: AnnualPart, why: str) -> UnitPage:
    """The page of a unit that could not be made: its name, and why."""
    unit, none = part.assessment.unit, Listed((), 0)
    state = str(part.assessment.get_state_display())
    given = {"criteria": (), "figures": Figures(None, None, {}, {}), "gaps": none}
    return UnitPage(
        part.number + 1, unit.code, unit.name, unit.kind, state, strengths=none, opportunities=none, why=why, **given
    )  # type: ignore[arg-type]


def _is_missing(figures: Figures, code: str) -> bool:
    return code in figures.points and figures.points[code].status == Status.MISSING


def _short(text: str, longest: int) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= longest else f"{plain[:longest].rstrip()}…"


def _exact(percent: object) -> Fraction | None:
    return None if percent is None else Fraction(percent)  # type: ignore[arg-type]
