"""Pages of a unit with 10 and with 1,000 rows in a table: queries must not grow, and time must stay within reason."""

import datetime
from collections.abc import Callable, Iterator
from typing import Any

from bench.child import answer, in_child
from bench.measure import Measure, compare

FEW, MANY = 10, 1_000
ROUNDS = 5
PAGES = ("list", "grid", "criterion", "start")
# Lists show 50 rows, grids 100: the most that a thousand rows may cost over ten.
MOST_TIME = {"list": 4.0, "grid": 8.0, "criterion": 8.0, "start": 8.0}


def measure() -> Iterator[Measure]:
    """Queries and seconds of processor time of a page over many rows, and their ratio to few."""
    for page in PAGES:
        found = in_child("bench.pages", page)
        ratio = found["many"] / found["few"]
        yield Measure(
            f"Queries of the {page} page, 1,000 rows to 10", found["many"], "queries", ratio, "1.00", ratio == 1
        )
        most = MOST_TIME[page]
        yield Measure(
            f"Time of the {page} page, 1,000 rows to 10",
            found["seconds"],
            "s",
            found["ratio"],
            f"ratio at most {most:.2f}",
            found["ratio"] <= most,
        )


def _of(page: str) -> Callable[[], dict[str, float]]:
    return lambda: _figures(page)


def _figures(page: str) -> dict[str, float]:
    from django.conf import settings

    settings.STATIC_ROOT.mkdir(exist_ok=True)
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    few, many = _visit(page, FEW), _visit(page, MANY)
    counts = {name: _queries(visit) for name, visit in (("few", few), ("many", many))}
    result = compare(many, few, rounds=ROUNDS)
    return {**counts, "seconds": result.ours, "ratio": result.ratio}


def _queries(visit: Callable[[], object]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    visit()
    with CaptureQueriesContext(connection) as queries:
        visit()
    return len(queries)


def _visit(page: str, rows: int) -> Callable[[], object]:
    """A visit to the page of a unit with so many groups and channels."""
    from django.test import Client
    from django.urls import reverse

    from pmqa.organization.models import Person, Role

    assessment = unit_with(f"bench-{rows}", rows)
    person = Person.objects.create(username=f"staff-{rows}")
    Role.objects.create(person=person, kind=Role.Kind.STAFF, unit=assessment.unit)
    client = Client(SERVER_NAME="localhost")
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    place = [assessment.unit.code, assessment.year]
    names = {"list": "cs2-channels", "grid": "cs2-channels-grid", "start": "start"}
    address = reverse("criterion", args=[*place, "cs2"]) if page == "criterion" else reverse(names[page], args=place)

    def visit() -> None:
        response = client.get(address)
        assert response.status_code == 200, response.status_code

    return visit


def unit_with(code: str, rows: int) -> Any:
    """An assessment of a unit `code` with so many groups and channels."""
    from channels.models import GroupChannel
    from pmqa.cycle.models import Assessment, Round
    from pmqa.organization.models import Unit
    from pmqa.profile.models import Group

    dates = {"opens_on": datetime.date(2025, 10, 1), "closes_on": datetime.date(2199, 9, 30)}
    cycle, _made = Round.objects.get_or_create(year=2569, defaults=dates)
    assessment = Assessment.objects.create(unit=Unit.objects.create(code=code, name=code), round=cycle)
    groups = Group.objects.bulk_create(
        Group(assessment=assessment, name=f"กลุ่มผู้รับบริการที่ {n}", kind="RECIPIENT", position=n) for n in range(rows)
    )
    GroupChannel.objects.bulk_create(
        GroupChannel(assessment=assessment, group=group, channel="SURVEY", reason="ทั่วถึง", position=n)
        for n, group in enumerate(groups)
    )
    return assessment


if __name__ == "__main__":
    answer({page: _of(page) for page in PAGES})
