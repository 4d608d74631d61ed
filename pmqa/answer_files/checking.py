"""The preview: what a plan makes of a file, and what is wrong with it. It reads the profile alone, never the file."""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from pmqa.answer_files.headings import DAY, GROUP, LEAVE_OUT
from pmqa.answer_files.meaning import Kind, Meaning, key_of, meaning_of, questions_of, targets_of
from pmqa.answer_files.plan import Plan
from pmqa.answer_files.profile import DIFFERENT, ColumnProfile, FileProfile
from pmqa.thai.dates import format_date
from pmqa.thai.fiscal import bounds
from satisfaction.public_form import LONGEST_ANSWER, Asked

SAMPLES, SAMPLE_LENGTH = 3, 40
SHOWN_UNKNOWN = 50  # of one column


@dataclass(frozen=True)
class Unknown:
    """A value of a column that means nothing known: the first cell in which it stands, in how many rows, its key."""

    text: str
    cell: str
    count: int
    key: str


@dataclass(frozen=True)
class Column:
    """A column as it would be stored. `read` are the different values with what they mean and how often."""

    number: int
    letters: str
    heading: str
    target: str
    becomes: str
    filled: int
    samples: str
    read: Sequence[tuple[str, str, int]] = ()
    unknown: Sequence[Unknown] = ()
    labels: Mapping[str, str] | None = None
    problem: str = ""

    @property
    def further(self) -> int:
        return max(0, len(self.unknown) - SHOWN_UNKNOWN)

    @property
    def shown(self) -> Sequence[Unknown]:
        return self.unknown[:SHOWN_UNKNOWN]


@dataclass(frozen=True)
class Checked:
    """The preview of a file. It can be imported when nothing is wrong. `responses` will be stored, fewer only where
    all that a row answers was said to be no answer."""

    columns: Sequence[Column]
    problems: Sequence[str]
    notices: Sequence[str]
    responses: int
    empty: int

    @property
    def wrong(self) -> int:
        return len(self.problems) + sum(len(each.unknown) + bool(each.problem) for each in self.columns)


def checked(profile: FileProfile, plan: Plan, asked: Asked) -> Checked:
    """What `plan` makes of the file with this profile."""
    targets, taken, columns = targets_of(asked), set(), []
    for each in profile.columns:
        target = plan.target(each.number)
        double = target != LEAVE_OUT and target in taken
        taken.add(target)
        columns.append(_column(each, target, targets.get(target, ""), double, plan, asked))
    responses, empty = _responses(profile, plan)
    problems = list(_problems(plan, asked, responses))
    return Checked(columns, problems, list(_notices(profile, plan, asked, columns)), responses, empty)


def _column(found: ColumnProfile, target: str, becomes: str, double: bool, plan: Plan, asked: Asked) -> Column:
    shown = [text[:SAMPLE_LENGTH] for text in list(found.values)[:SAMPLES]]
    told = (found.number, found.letters, found.heading, target, becomes, found.filled, " · ".join(shown))
    if target == LEAVE_OUT:
        return Column(*told)
    if double:
        return Column(*told, problem=_("Another column becomes the same already."))
    meaning = meaning_of(target, asked, plan.values.get(str(found.number), {}), found.values)
    question = questions_of(asked).get(target)
    if question is not None and question.kind == Kind.TEXT:
        return Column(*told, problem=_too_long(found))
    if found.many:
        words = _("There are more than %(count)s different values. Choose another question, or leave the column out.")
        return Column(*told, problem=words % {"count": DIFFERENT})
    read, unknown = _read(found, meaning)
    return Column(*told, read=read, unknown=unknown, labels=meaning.labels)


def _too_long(found: ColumnProfile) -> str:
    if found.longest <= LONGEST_ANSWER:
        return ""
    words = _("%(cell)s: this text is too long: at most %(count)s characters.")
    return words % {"cell": f"{found.letters}{found.longest_row}", "count": LONGEST_ANSWER}


def _read(found: ColumnProfile, meaning: Meaning) -> tuple[list[tuple[str, str, int]], list[Unknown]]:
    read, unknown = [], {}
    for text, (count, row) in found.values.items():
        codes, rest = meaning.of(text)
        for part in rest:
            before = unknown.get(key_of(part))
            cell = before.cell if before else f"{found.letters}{row}"
            unknown[key_of(part)] = Unknown(part[:200], cell, count + (before.count if before else 0), key_of(part))
        if not rest:
            read.append((text, ", ".join(_worded(code, meaning) for code in codes), count))
    return read, list(unknown.values())


def _worded(code: str, meaning: Meaning) -> str:
    return meaning.labels.get(code, code)


def _responses(profile: FileProfile, plan: Plan) -> tuple[int, int]:
    """How many rows answer a question, and how many answer none."""
    bits = _bits(profile, plan, lambda target: target.startswith("q"))
    answering = sum(count for pattern, (count, _row) in profile.patterns.items() if pattern & bits)
    return answering, profile.rows - answering


def _bits(profile: FileProfile, plan: Plan, fits: Callable[[str], bool]) -> int:
    return sum(1 << each.number for each in profile.columns if fits(plan.target(each.number)))


def _problems(plan: Plan, asked: Asked, responses: int) -> Iterable[str]:
    targets = set(plan.columns.values())
    if not any(target.startswith("q") for target in targets):
        yield _("No column becomes a question yet. Choose at least one below.")
    elif not responses:
        yield _("No row answers a question.")
    if GROUP not in targets and not plan.group and len(asked.groups) > 1:
        yield _("No column tells the group. Choose one group for the whole file below.")


def _notices(profile: FileProfile, plan: Plan, asked: Asked, columns: Sequence[Column]) -> Iterable[str]:
    if profile.further:
        yield _("Only the sheet “%(sheet)s” is read.") % {"sheet": profile.title}
    yield from _missing(profile, plan, asked)
    yield from _days(columns, asked)


def _missing(profile: FileProfile, plan: Plan, asked: Asked) -> Iterable[str]:
    """What must be answered on the page and is not answered in the file."""
    answers = _bits(profile, plan, lambda target: target.startswith("q"))
    numbers = {target: int(number) for number, target in plan.columns.items()}
    for code, question in questions_of(asked).items():
        if not question.required:
            continue
        if code not in numbers:
            yield _("“%(question)s” must be answered on the page, but no column holds it.") % {
                "question": question.text
            }
            continue
        number = numbers[code]
        rows = [each for bits, each in profile.patterns.items() if bits & answers and not bits >> number & 1]
        if rows:
            cell = f"{profile.columns[number].letters}{min(row for _count, row in rows)}"
            count = sum(count for count, _row in rows)
            yield ngettext(
                "“%(question)s” is not answered in %(count)s row, first in %(cell)s.",
                "“%(question)s” is not answered in %(count)s rows, first in %(cell)s.",
                count,
            ) % {"question": question.text, "count": count, "cell": cell}


def _days(columns: Sequence[Column], asked: Asked) -> Iterable[str]:
    """Days outside the survey, or outside the fiscal year where the survey has no days."""
    survey = asked.questionnaire.survey
    first, last = bounds(survey.assessment.year)
    first, last = survey.starts_on or first, survey.ends_on or last
    for column in columns:
        if column.target != DAY:
            continue
        days = [(datetime.date.fromisoformat(day), count) for _text, day, count in column.read if day]
        outside = [count for day, count in days if not first <= day <= last]
        if outside:
            ends = (format_date(each, language=get_language() or "th") for each in (first, last))
            between = dict(zip(("first", "last"), ends, strict=True)) | {"count": sum(outside)}
            yield (
                ngettext(
                    "%(count)s answer is dated outside %(first)s to %(last)s.",
                    "%(count)s answers are dated outside %(first)s to %(last)s.",
                    sum(outside),
                )
                % between
            )
