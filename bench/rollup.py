"""All units at once, on both databases: the findings of 8,000 assessments against reading the same rows, and
headquarters' heat map from what is stored."""

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bench.child import answer, in_child
from bench.measure import Measure, compare

UNITS, FEWER = 8_000, 800
MOST_QUERIES, MOST_RATIO, MOST_MEMORY = 100, 2.0, 300
MOST_HEAT, MOST_PAGE_QUERIES, MOST_PAGE, MOST_GROWTH = 15, 10, 3.0, 1.5
YEAR = 2569
# The bare page beside ours: the same figures in a table, with nothing about them.
BARE = """<table>{% for line in kinds %}<tr>{% for cell in line %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}
{% for unit, cells in units %}<tr><th>{{ unit }}</th>{% for met, of in cells %}<td>{{ met }}/{{ of }}</td>{% endfor %}
</tr>{% endfor %}</table>"""
# What the findings are made of: each table once, with the columns of it that they read.
READ: Mapping[str, tuple[str, ...]] = {
    "profile.Group": ("assessment", "pk", "kind", "name"),
    "profile.Duty": ("assessment", "pk", "text"),
    "profile.Service": ("assessment", "pk", "process"),
    "evidence.Improvement": ("assessment", "pk", "source", "problem", "before", "after"),
    "evidence.Improvement.evidence": (),
    "evidence.Statement": ("assessment", "guideline", "text"),
    "evidence.CarriedRow": ("assessment", "said", "said_at"),
    "customers.ClassificationCriterion": ("assessment", "pk"),
    "customers.AnalysisRow": ("assessment", "pk", "service"),
    "customers.AnalysisRow.duties": (),
    "customers.AnalysisRow.recipients": (),
    "customers.AnalysisRow.stakeholders": (),
    "customers.CustomerProfile": ("assessment", "pk", "group", "needs"),
    "customers.GroupingReview": ("assessment", "reviewed_on"),
    "channels.GroupChannel": ("assessment", "pk", "group", "channel", "reason", "method", "responsible"),
    "channels.ChannelEffectiveness": ("assessment", "pk", "channel", "measure", "target", "actual", "upkeep"),
    "channels.ChannelEffectiveness.evidence": (),
    "channels.FindingUse": ("assessment", "pk", "finding", "told_to", "told_on", "improver"),
    "channels.ChannelReview": ("assessment", "reviewed_on"),
    "complaints.HandlingRule": ("assessment", "pk", "kind", "responsible", "steps"),
    "complaints.FollowUpPlan": ("assessment", "pk", "service", "responsible", "frequency"),
    "complaints.FollowUpAnalysis": ("assessment", "pk", "followed", "analyst", "priority"),
    "complaints.SystemReview": ("assessment", "pk", "topic", "held_on", "summary", "took_part"),
    "complaints.SystemReview.evidence": (),
    "complaints.KnowledgeSharing": ("assessment", "pk", "topic", "held_on", "summary", "took_part"),
    "complaints.KnowledgeSharing.evidence": (),
    "participation.Network": ("assessment", "pk", "name", "channels"),
    "participation.Network.groups": (),
    "participation.RelationshipActivity": (*("assessment", "pk", "name", "held_on", "before", "after", "explanation"),),
    "participation.RelationshipActivity.evidence": (),
    "participation.ParticipationActivity": ("assessment", "pk", "name", "held_on", "channel", "result"),
    "participation.ParticipationActivity.evidence": (),
    "participation.ParticipationActivity.groups": (),
    "participation.InformationChannel": ("assessment", "pk", "channel", "reach"),
    "participation.InformationChannel.audience": (),
    "participation.OpinionSummary": ("assessment", "pk", "acknowledged_on"),
    "participation.Publication": ("assessment", "pk", "subject", "published_on", "place", "link"),
    "satisfaction.SatisfactionSurvey": (
        *("assessment", "pk", "title", "starts_on", "criteria", "method", "population", "sample_size", "sampling"),
    ),
    "satisfaction.SatisfactionSurvey.groups": (),
    "satisfaction.SurveyResult": ("assessment", "group", "mean", "dissatisfied"),
    "standards.ServiceStandard": ("assessment", "pk", "service", "total", "unit", "manual"),
    "standards.StandardStep": ("standard", "time", "unit"),
    "standards.Announcement": ("assessment", "standard"),
    "standards.Actual": ("assessment", "cases"),
    "standards.StaffDevelopment": ("assessment", "held_on"),
}


def read_once(ids: list[int]) -> int:
    """Reads what the findings are made of, each table once, with `values_list`; how many rows and links."""
    from django.apps import apps

    found = 0
    for name, columns in READ.items():
        app, model, *field = name.split(".")
        of = apps.get_model(app, model)
        if field:
            many: Any = of._meta.get_field(field[0])
            own = many.m2m_field_name()
            rows = many.remote_field.through.objects.filter(**{f"{own}__assessment__in": ids}).order_by()
            found += len(rows.values_list(f"{own}_id", f"{many.m2m_reverse_field_name()}_id"))
        else:
            standing = {} if model in ("Statement", "CarriedRow") else {"deleted_at": None}
            found += len(of._default_manager.filter(assessment__in=ids, **standing).order_by().values_list(*columns))
    return found


def measure() -> Iterator[Measure]:
    """Both databases in turn, each with units made by the same command as those of a demonstration."""
    yield from _lines("SQLite", in_child("bench.rollup", "rollup"))
    from tests import postgres

    server = postgres.start()
    try:
        yield from _lines("PostgreSQL", in_child("bench.rollup", "rollup", server.url))
    finally:
        postgres.stop(server)


def _lines(database: str, found: Mapping[str, float]) -> Iterator[Measure]:
    def line(name: str, figure: str, unit: str, ratio: float, goal: str, most: float) -> Measure:
        return Measure(f"{name}, {database}", found[figure], unit, ratio, goal, ratio <= most)

    queries, memory, heat = found["queries"], found["memory"], found["heat"]
    yield line(
        "Queries for findings of 8,000 assessments", "queries", "queries", queries / 10, "100, and no growth", 10
    )
    yield line("Findings of 8,000, to reading their rows", "findings", "s", found["ratio"], "ratio at most 2.00", 2.0)
    yield line("Memory for findings of 8,000", "memory", "MB", memory / MOST_MEMORY, "at most 300 MB", 1)
    yield line("Heat map of 8,000 × 7 by kind", "heat", "ms", heat / MOST_HEAT, "at most 15 ms", 1)
    pages = found["page queries"]
    yield line("Queries of its page of 50 units", "page queries", "queries", pages / MOST_PAGE_QUERIES, "at most 10", 1)
    yield line("Its page, to the bare page", "page", "s", found["page ratio"], "ratio at most 3.00", MOST_PAGE)
    yield line("Its page, 8,000 units to 800", "page", "s", found["growth"], "ratio at most 1.50", MOST_GROWTH)


def _rollup() -> dict[str, float]:
    from pmqa.criteria import CRITERIA
    from pmqa.cycle.models import Assessment
    from pmqa.scoring.engine import findings_of

    _seed(FEWER)
    visit, bare = _visits()
    few_page, few_queries = _best(visit, 10), _queries(visit)
    few = list(Assessment.objects.select_related("round").order_by("pk"))
    of_few = _queries(lambda: findings_of(few))
    _seed(UNITS)
    every = list(Assessment.objects.select_related("round").order_by("pk"))
    ids = [each.pk for each in every]
    assert len(CRITERIA) * len(ids) == _results()
    alone = subprocess.check_output([sys.executable, "-c", "from bench.rollup import memory; memory()"])
    queries = _queries(lambda: findings_of(every))
    found = compare(lambda: findings_of(every), lambda: read_once(ids), rounds=3)
    page, other, page_queries = _best(visit, 10), _best(bare, 10), _queries(visit)
    return {
        # One that grows with the units is no fixed number.
        "queries": queries if queries == of_few else 10 * queries,
        "findings": found.ours,
        "ratio": found.ratio,
        "memory": float(alone),
        "heat": _heat(),
        "page": page,
        "page queries": page_queries if page_queries == few_queries else 10 * page_queries,
        "page ratio": page / other,
        "growth": page / few_page,
    }


def memory() -> None:
    """Prints the MB that a process takes at most which computes the findings of all: all of it, Django too."""
    import django
    from django.utils import translation

    django.setup()
    from pmqa.cycle.models import Assessment
    from pmqa.scoring.engine import findings_of

    with translation.override("th"):
        findings_of(list(Assessment.objects.select_related("round").order_by("pk")))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _seed(count: int) -> None:
    from django.db import connection, transaction

    from pmqa.demo.generated import seed_units
    from pmqa.demo.people import seed_author
    from pmqa.demo.seed import _moment, _round

    with transaction.atomic():
        cycle, _new = _round(YEAR)
        seed_units(range(1, count + 1), cycle=cycle, by=seed_author(), at=_moment(YEAR, 8, 1))
    with connection.cursor() as cursor:
        # As the database does by itself after so many new rows.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _results() -> int:
    from pmqa.rollup.models import CriterionResult

    return CriterionResult.objects.count()


def _by_kind() -> Any:
    from django.db.models import Count, Sum

    from pmqa.rollup.models import CriterionResult

    rows = CriterionResult.objects.filter(round__year=YEAR).order_by().values_list("kind", "criterion")
    return rows.annotate(Sum("met"), Sum("partly"), Sum("missing"), Count("pk"))


def _heat() -> float:
    """Milliseconds of the one statement behind the map by kind."""
    from django.db import connection
    from django.utils import timezone

    from pmqa.cycle.models import Round
    from pmqa.headquarters.heat import kinds_by_criterion
    from pmqa.headquarters.narrowing import Narrowed

    seen: list[Any] = []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        kinds_by_criterion(Narrowed(Round.objects.get(year=YEAR), timezone.localdate()), "evidence")
    (statement,) = [each for each in seen if "criterionresult" in each[0]]
    with connection.cursor() as cursor:

        def ask() -> None:
            cursor.execute(*statement)
            assert len(cursor.fetchall()) >= 35

        return _best(ask, 30) * 1000


def _best(work: Callable[[], object], times: int) -> float:
    """The best of so many times, in seconds of processor time, which other work on the machine does not change; by the
    clock where the database works in a process of its own."""
    from django.db import connection

    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    work()
    found = []
    for _number in range(times):
        start = clock()
        work()
        found.append(clock() - start)
    return min(found)


def _queries(work: Callable[[], object]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    work()
    with CaptureQueriesContext(connection) as queries:
        work()
    return len(queries)


def _visits() -> tuple[Callable[[], None], Callable[[], None]]:
    """A visit to the heat map by headquarters, and the bare page with the same figures."""
    from django.conf import settings
    from django.template import engines
    from django.test import Client
    from django.urls import reverse

    from pmqa.cycle.models import Assessment
    from pmqa.organization.models import Person, Role
    from pmqa.rollup.models import CriterionResult

    settings.STATIC_ROOT.mkdir(exist_ok=True)
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    person = Person.objects.create(username="centre")
    Role.objects.create(person=person, kind=Role.Kind.HEADQUARTERS)
    client = Client(SERVER_NAME="localhost")
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    address, template = reverse("round-map", args=[YEAR]), engines["django"].from_string(BARE)

    def visit() -> None:
        response = client.get(address)
        assert response.status_code == 200, response.status_code
        response.close()

    def bare() -> None:
        rows = list(Assessment.objects.filter(round__year=YEAR).select_related("unit").order_by("unit__sort_key")[:50])
        cells: dict[int, list[Any]] = {each.pk: [] for each in rows}
        results = CriterionResult.objects.filter(assessment__in=cells).order_by("criterion")
        for pk, met, partly, missing in results.values_list("assessment", "met", "partly", "missing"):
            cells[pk].append((met, met + partly + missing))
        template.render({"kinds": list(_by_kind()), "units": [(each.unit.name, cells[each.pk]) for each in rows]})

    return visit, bare


if __name__ == "__main__":
    answer({"rollup": _rollup})
