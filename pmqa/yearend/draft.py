"""The draft of the year-end opinion summary: what the unit's registers of the year say, in plain Thai."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import override

from pmqa.criteria import CRITERIA, table_of
from pmqa.cycle.models import Assessment
from pmqa.evidence.facts import heading
from pmqa.evidence.tables import EvidenceTable

# In which part of the summary a criterion speaks.
PARTS = {"CS3": "complaints", "CS4": "activities", "CS5": "activities", "CS6": "surveys"}
FIELDS = ("complaints", "activities", "surveys", "proposals")
# A draft is to be read by the head of a unit: longer lists are for the tables.
MOST_LINES, LONGEST_LINE = 30, 300


@dataclass(frozen=True)
class Section:
    """A part of the summary: the column in which it is stored, its heading, and its lines."""

    field: str
    heading: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@dataclass(frozen=True)
class Draft:
    """What may become the summary, made on a day (C.E.)."""

    made_on: datetime.date
    sections: tuple[Section, ...]

    def values(self) -> dict[str, str | datetime.date]:
        """The columns of the summary as the form takes them."""
        return {"made_on": self.made_on, **{section.field: section.text for section in self.sections}}


def summaries() -> EvidenceTable:
    """The table in which year-end summaries stand."""
    return table_of("cs5-summaries")


def draft_of(assessment: Assessment, made_on: datetime.date) -> Draft:
    """The draft from what is stored now. Always in Thai, the language of the memo, whoever asks for it."""
    with override("th"):
        lines: dict[str, list[str]] = {field: [] for field in FIELDS}
        for criterion in CRITERIA:
            if criterion.code in PARTS:
                lines[PARTS[criterion.code]].extend(criterion.year_lines(assessment))
        lines["proposals"].extend(_proposals(assessment))
        model = summaries().model
        return Draft(made_on, tuple(Section(name, heading(model, name), _shortened(lines[name])) for name in FIELDS))


def _proposals(assessment: Assessment) -> Iterator[str]:
    """Improvements of the year whose effect nobody has followed up yet."""
    rows = table_of("improvements").rows_of(assessment).filter(follow_up="")
    for problem in rows.values_list("problem", flat=True):
        yield _("Follow up the result of the improvement: %(problem)s") % {"problem": " ".join(problem.split())}


def _shortened(lines: Sequence[str]) -> tuple[str, ...]:
    shown = [f"- {Truncator(line).chars(LONGEST_LINE)}" for line in lines[:MOST_LINES]]
    more = len(lines) - len(shown)
    return (*shown, _("- and %(count)s more in the tables") % {"count": more}) if more else tuple(shown)
