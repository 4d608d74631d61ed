"""The charts of CS3: subjects by size, months and kinds, the age of open cases, and answers within the days allowed.

The database counts, in one query a chart: what comes back are groups, never cases, however large the register is.
Each `…_chart` is a pure function of those groups, with its words in the active language.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Case as Choice
from django.db.models import CharField, Count, F, Func, IntegerField, QuerySet, Value, When, Window
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from complaints.models import Case, FeedbackKind
from complaints.queries import OPEN
from pmqa.charts.chart import Chart, ChartRow, Kind, Rest, by_size, vital_few
from pmqa.charts.table import per_cent
from pmqa.cycle.models import Assessment
from pmqa.evidence.facts import standing
from pmqa.thai.dates import MONTHS_ENGLISH, MONTHS_SHORT, format_date
from pmqa.thai.fiscal import bounds

MOST_SUBJECTS = 200
# Calendar days since receipt: the last day of each age but the last, which has no end.
AGES = (7, 15, 30)
ON_TIME, LATE, NOT_DUE, OVERDUE, UNKNOWN = "on-time", "late", "not-due", "overdue", "unknown"
OUTCOMES = (ON_TIME, LATE, NOT_DUE, OVERDUE)


def charts_of(assessment: Assessment) -> tuple[Chart, ...]:
    """The four charts of the register as it stands today. Four queries."""
    cases, today = standing(Case, [assessment]).order_by(), timezone.localdate()
    address = reverse("cs3-cases", args=[assessment.unit.code, assessment.year])
    return (
        subjects_chart(subjects_of(cases), address),
        months_chart(months_of(cases, assessment.year), assessment.year),
        ages_chart(ages_of(cases, today), today),
        in_time_chart(outcomes_of(cases, today), address),
    )


@dataclass(frozen=True)
class Subjects:
    """The largest subjects with their cases, and how many subjects and cases there are in all."""

    largest: tuple[tuple[str, int], ...] = ()
    subjects: int = 0
    cases: int = 0


class _InAll(Func):
    """The sum of a count over all groups. Django's own Sum refuses counts, windows or not."""

    function = "SUM"
    window_compatible = True
    output_field = IntegerField()


def subjects_of(cases: "QuerySet[Case]") -> Subjects:
    """The cases by subject, at most 200 of them. One query."""
    groups = cases.values("subject").annotate(n=Count("pk"))
    groups = groups.annotate(subjects=Window(Count("subject")), cases=Window(_InAll("n")))
    rows = list(groups.order_by("-n", "subject")[:MOST_SUBJECTS].values_list("subject", "n", "subjects", "cases"))
    if not rows:
        return Subjects()
    return Subjects(tuple((subject, n) for subject, n, _subjects, _cases in rows), rows[0][2], int(rows[0][3]))


def subjects_chart(found: Subjects, address: str = "") -> Chart:
    """The Pareto of subjects; `address` is that of the register."""
    rows = by_size(
        ChartRow(subject or _("Without a subject"), (n,), f"{address}?{urlencode({'q': subject})}" if subject else "")
        for subject, n in found.largest
    )
    hidden = Rest(found.subjects - len(rows), found.cases - sum(row.total for row in rows))
    return Chart(
        "subjects",
        _("Subjects by number of cases"),
        Kind.PARETO,
        _("Subject"),
        (_("Cases"),),
        rows,
        _subjects_reading(vital_few(rows, found.cases), found),
        _("No case is recorded yet."),
        rest=hidden if hidden.rows else None,
    )


def _subjects_reading(few: int | None, found: Subjects) -> str:
    numbers = {"few": f"{few:,}" if few else "", "subjects": f"{found.subjects:,}", "cases": f"{found.cases:,}"}
    if few is None:
        return _("The %(cases)s cases are spread over %(subjects)s subjects: no few of them make 80 %%.") % numbers
    return (
        ngettext(
            "%(few)s of %(subjects)s subjects makes at least 80 %% of the %(cases)s cases.",
            "%(few)s of %(subjects)s subjects make at least 80 %% of the %(cases)s cases.",
            few,
        )
        % numbers
    )


def months_of(cases: "QuerySet[Case]", year: int) -> list[tuple[int, str, int]]:
    """The cases by month of the fiscal year `year` (0 is October; -1, received in no month of it) and kind. One query.

    Months are told apart by comparing dates, which every database does without a call for each row.
    """
    first, last = bounds(year)
    steps = [When(received_on__lt=first, then=Value(-1))]
    steps += [When(received_on__lt=_month_start(year, number + 1), then=Value(number)) for number in range(11)]
    steps += [When(received_on__lte=last, then=Value(11))]
    month = Choice(*steps, default=Value(-1), output_field=IntegerField())
    return list(cases.values_list(month, "kind").annotate(n=Count("pk")))


def _month_start(year: int, number: int) -> datetime.date:
    """The first day of the month `number` (0 is October) of a fiscal year."""
    first, _last = bounds(year)
    return datetime.date(first.year + (first.month + number > 12), (first.month + number - 1) % 12 + 1, 1)


def months_chart(groups: Iterable[tuple[int, str, int]], year: int) -> Chart:
    """The cases by month and kind: twelve columns, October first."""
    kinds = list(FeedbackKind)
    counts = [[0] * len(kinds) for _month in range(12)]
    outside = 0
    for month, kind, n in groups:
        if month < 0:
            outside += n
        else:
            counts[month][kinds.index(FeedbackKind(kind))] += n
    rows = tuple(ChartRow(_month_name(number), tuple(each)) for number, each in enumerate(counts))
    return Chart(
        "months",
        _("Cases by month and kind"),
        Kind.COLUMNS,
        _("Month"),
        tuple(str(kind.label) for kind in kinds),
        rows,
        " ".join([_months_reading(rows, year), *([_outside(outside)] if outside else [])]),
        " ".join([_("No case was received in this fiscal year."), *([_outside(outside)] if outside else [])]),
    )


def _month_name(number: int) -> str:
    place = (number + 9) % 12
    return MONTHS_ENGLISH[place][:3] if _is_english() else MONTHS_SHORT[place]


def _is_english() -> bool:
    return (get_language() or "").startswith("en")


def _months_reading(rows: Sequence[ChartRow], year: int) -> str:
    most = max(rows, key=lambda row: row.total)
    numbers = {"cases": f"{sum(row.total for row in rows):,}", "month": most.label, "most": f"{most.total:,}"}
    if [row.total for row in rows].count(most.total) > 1:
        return _("%(cases)s cases in fiscal year %(year)s, at most %(most)s a month.") % {**numbers, "year": year}
    return _("%(cases)s cases in fiscal year %(year)s; most in %(month)s: %(most)s.") % {**numbers, "year": year}


def _outside(number: int) -> str:
    words = ngettext(
        "%(number)s case received outside the fiscal year is not shown.",
        "%(number)s cases received outside the fiscal year are not shown.",
        number,
    )
    return words % {"number": f"{number:,}"}


def ages_of(cases: "QuerySet[Case]", as_of: datetime.date) -> list[tuple[int, int]]:
    """The open cases by age (0 to 3, the place in `AGES`) on the day `as_of`. One query."""
    steps = [
        When(received_on__gte=as_of - datetime.timedelta(days=days), then=Value(age)) for age, days in enumerate(AGES)
    ]
    age = Choice(*steps, default=Value(len(AGES)), output_field=IntegerField())
    return list(cases.filter(status__in=OPEN).values_list(age).annotate(n=Count("pk")))


def ages_chart(groups: Iterable[tuple[int, int]], as_of: datetime.date) -> Chart:
    """How long open cases have waited on the day `as_of`, in calendar days."""
    counts = dict(groups)
    starts = [0, *(days + 1 for days in AGES)]
    labels = [
        *(
            _("%(first)s–%(last)s days") % {"first": first, "last": last}
            for first, last in zip(starts, AGES, strict=False)
        ),
        _("over %(days)s days") % {"days": AGES[-1]},
    ]
    rows = tuple(ChartRow(label, (counts.get(age, 0),)) for age, label in enumerate(labels))
    told = {
        "date": format_date(as_of, language=get_language() or "th"),
        "old": f"{rows[-1].total:,}",
        "open": f"{sum(counts.values()):,}",
        "days": AGES[-1],
    }
    return Chart(
        "ages",
        _("Age of open cases"),
        Kind.BARS,
        _("Since receipt"),
        (_("Open cases"),),
        rows,
        _("On %(date)s, %(old)s of %(open)s open cases are older than %(days)s days.") % told,
        _("No case is open."),
    )


def outcomes_of(cases: "QuerySet[Case]", as_of: datetime.date) -> list[tuple[str, str, int]]:
    """The cases by kind and by what became of their due date on the day `as_of`. One query.

    A case that was closed without a date of its answer was answered when it was closed.
    """
    outcome = Choice(
        When(due_on=None, then=Value(UNKNOWN)),
        When(answered__lte=F("due_on"), then=Value(ON_TIME)),
        When(answered__gt=F("due_on"), then=Value(LATE)),
        When(status__in=OPEN, due_on__lt=as_of, then=Value(OVERDUE)),
        When(status__in=OPEN, then=Value(NOT_DUE)),
        default=Value(UNKNOWN),
        output_field=CharField(),
    )
    answered = cases.annotate(answered=Coalesce("answered_on", "closed_on"))
    return list(answered.values_list("kind", outcome).annotate(n=Count("pk")))


def in_time_chart(groups: Iterable[tuple[str, str, int]], address: str = "") -> Chart:
    """Answers within the days allowed, by kind; `address` is that of the register."""
    counts: dict[tuple[str, str], int] = {(kind, outcome): n for kind, outcome, n in groups}
    rows = tuple(
        ChartRow(
            str(kind.label), tuple(counts.get((kind.value, each), 0) for each in OUTCOMES), f"{address}?kind={kind}"
        )
        for kind in FeedbackKind
    )
    unknown = sum(n for (_kind, outcome), n in counts.items() if outcome == UNKNOWN)
    left = [_without_dates(unknown)] if unknown else []
    return Chart(
        "in-time",
        _("Answered within the days allowed"),
        Kind.SHARES,
        _("Kind of feedback"),
        (_("Answered in time"), _("Answered late"), _("Open, not yet due"), _("Open, overdue")),
        rows,
        " ".join([_in_time_reading(rows), *left]),
        " ".join([_("No case with a due date is recorded yet."), *left]),
        undecided=(OUTCOMES.index(NOT_DUE),),
    )


def _in_time_reading(rows: Sequence[ChartRow]) -> str:
    on_time = sum(row.counts[0] for row in rows)
    decided = on_time + sum(row.counts[1] + row.counts[3] for row in rows)
    share = per_cent(on_time, decided, decimals=0)
    if share is None:
        return _("No case is due yet.")
    numbers = {"share": f"{share:.0f}", "decided": f"{decided:,}"}
    return _("%(share)s %% of %(decided)s cases that were answered or are overdue were answered in time.") % numbers


def _without_dates(number: int) -> str:
    words = ngettext(
        "%(number)s case without a due date or a date of its answer is not counted.",
        "%(number)s cases without a due date or a date of their answer are not counted.",
        number,
    )
    return words % {"number": f"{number:,}"}
