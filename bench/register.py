"""The register of 50,000 cases: its list, a search in it, and its charts, each against a bare query for the same rows.

For a chart that is the SQL of its grouping, for the list the rows of one page with what they refer to, not made into
cells. Queries must not grow with the register.
"""

import datetime
from collections.abc import Callable, Iterator
from typing import Any

from bench.child import answer, in_child
from bench.measure import Measure, compare

FEW, MANY = 100, 50_000
SUBJECTS = 300
ROUNDS = 5
MOST = 3.0
PARTS = ("list", "search", "subjects", "months", "ages", "in-time")
TODAY = datetime.date(2026, 6, 1)
WORD = "เรื่องที่ 76"

STANDING = "FROM complaints_case WHERE assessment_id = %s AND deleted_at IS NULL"
TEXTS = ("number", "subject", "text", "actions", "answer", "channel")
# What each chart costs at the least: one grouping.
GROUPINGS = {
    "subjects": f"SELECT subject, COUNT(*) {STANDING} GROUP BY subject ORDER BY 2 DESC LIMIT 200",
    "months": f"SELECT substr(received_on, 1, 7), kind, COUNT(*) {STANDING} GROUP BY 1, 2",
    "ages": (
        f"SELECT (received_on < '2026-05-25') + (received_on < '2026-05-17') + (received_on < '2026-05-02'), COUNT(*) "
        f"{STANDING} AND status IN ('RECEIVED', 'IN_PROGRESS') GROUP BY 1"
    ),
    "in-time": (
        f"SELECT kind, answered_on IS NULL, COALESCE(answered_on, '2026-06-01') <= due_on, COUNT(*) {STANDING} "
        "GROUP BY 1, 2, 3"
    ),
}


def measure() -> Iterator[Measure]:
    """Seconds of processor time of each part over 50,000 cases and their ratio to bare queries; and its queries."""
    figures = in_child("bench.register", "parts")
    for part in PARTS:
        ratio = figures[f"{part} ratio"]
        yield Measure(
            f"Register of 50,000 cases: {part}, to bare queries",
            figures[f"{part} seconds"],
            "s",
            ratio,
            f"ratio at most {MOST:.2f}",
            ratio <= MOST,
        )
        few, many = figures[f"{part} few"], figures[f"{part} many"]
        yield Measure(f"Queries of {part}, 50,000 cases to 100", many, "queries", many / few, "1.00", few == many)


def _parts() -> dict[str, float]:
    small, large = _register("few", FEW), _register("many", MANY)
    figures = {}
    for part in PARTS:
        ours, bare = _ours(part, large), _bare(part, large)
        figures[f"{part} few"], figures[f"{part} many"] = _queries(_ours(part, small)), _queries(ours)
        result = compare(ours, bare, rounds=ROUNDS)
        figures[f"{part} seconds"], figures[f"{part} ratio"] = result.ours, result.ratio
    return figures


def _queries(work: Callable[[], object]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        work()
    return len(queries)


def _ours(part: str, assessment: Any) -> Callable[[], object]:
    from django.http import QueryDict

    from complaints import statistics
    from complaints.models import Case
    from pmqa.criteria import table_of
    from pmqa.evidence.facts import standing
    from pmqa.evidence.listing import listing_of

    cases, table = standing(Case, [assessment]).order_by(), table_of("cs3-cases")
    found = QueryDict(mutable=True)
    found["q"] = WORD
    ways: dict[str, Callable[[], object]] = {
        "list": lambda: listing_of(table, assessment, QueryDict()),
        "search": lambda: listing_of(table, assessment, found),
        "subjects": lambda: statistics.subjects_chart(statistics.subjects_of(cases)),
        "months": lambda: statistics.months_chart(statistics.months_of(cases, 2569), 2569),
        "ages": lambda: statistics.ages_chart(statistics.ages_of(cases, TODAY), TODAY),
        "in-time": lambda: statistics.in_time_chart(statistics.outcomes_of(cases, TODAY)),
    }
    return ways[part]


def _bare(part: str, assessment: Any) -> Callable[[], object]:
    return _bare_rows(part, assessment) if part in ("list", "search") else _bare_grouping(part, assessment)


def _bare_grouping(part: str, assessment: Any) -> Callable[[], object]:
    from django.db import connection

    def work() -> None:
        with connection.cursor() as cursor:
            cursor.execute(GROUPINGS[part], [assessment.pk])
            cursor.fetchall()

    return work


def _bare_rows(part: str, assessment: Any) -> Callable[[], object]:
    from django.db.models import Q

    from complaints.models import Case

    found = Q()
    for name in TEXTS if part == "search" else ():
        found |= Q(**{f"{name}__icontains": WORD})

    def work() -> None:
        standing = Case.objects.filter(assessment=assessment, deleted_at=None)
        standing.count()
        rows = standing.filter(found)
        rows.count()
        page = rows.select_related("group", "service", "owner").prefetch_related("evidence")
        list(page.order_by("position", "pk")[:50])

    return work


def _register(code: str, size: int) -> Any:
    """A unit with so many cases: of every kind and age, a third of them open."""
    from complaints.models import Case, FeedbackKind
    from pmqa.cycle.models import Assessment, Round
    from pmqa.organization.models import Unit

    dates = {"opens_on": datetime.date(2025, 10, 1), "closes_on": datetime.date(2199, 9, 30)}
    cycle, _made = Round.objects.get_or_create(year=2569, defaults=dates)
    assessment = Assessment.objects.create(unit=Unit.objects.create(code=code, name=code), round=cycle)
    kinds, cases = list(FeedbackKind), []
    for n in range(size):
        received = dates["opens_on"] + datetime.timedelta(days=n * 7919 % 240)
        answered = received + datetime.timedelta(days=n % 40) if n % 3 else None
        cases.append(
            Case(
                assessment=assessment,
                number=f"F-2569-{n:05d}",
                kind=kinds[n % 4],
                received_on=received,
                due_on=received + datetime.timedelta(days=21),
                subject=f"เรื่องที่ {n * n % SUBJECTS}",
                text="รอรับแผนที่นานกว่าที่แจ้งไว้ และไม่มีผู้แจ้งความคืบหน้าให้ทราบ",
                status=Case.Status.ANSWERED if answered else Case.Status.RECEIVED,
                answered_on=answered,
                position=n,
            )
        )
    Case.objects.bulk_create(cases, batch_size=2_000)
    return assessment


if __name__ == "__main__":
    answer({"parts": _parts})
