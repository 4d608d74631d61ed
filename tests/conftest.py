"""What every test may ask for: a unit in an open round, its people, and a client signed in as one of them."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone, translation

from pmqa.criteria import table_of
from pmqa.cycle.models import Assessment, Round
from pmqa.evidence.actions import store_plan, writing
from pmqa.evidence.lookup import Lookup
from pmqa.evidence.sheet import SheetLine, plan_sheet
from pmqa.guards import lift
from pmqa.organization.models import Person, Role, Unit


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Any) -> None:
    """Files of a test stay in its own folder; password hashing is quick, static files need no manifest."""
    settings.PMQA_DATA = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.STATIC_ROOT = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def thai() -> Any:
    with translation.override("th"):
        yield


@pytest.fixture(autouse=True)
def lifted_guards(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a test with transactions of its own whole tables are emptied: the guards that would refuse this are lifted
    first. They are laid again when the tables are."""
    mark = request.node.get_closest_marker("django_db")
    if mark is None or not mark.kwargs.get("transaction"):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    lift(connection)


@pytest.fixture
def person(db: None) -> Callable[..., Person]:
    """Makes a person: `person("somchai", "STAFF", unit)`."""

    def make(username: str, kind: str | None = None, unit: Unit | None = None) -> Person:
        made = Person.objects.create_user(username=username, password="secret-word-9")
        if kind:
            Role.objects.create(person=made, kind=kind, unit=unit)
        return made

    return make


@pytest.fixture
def new_assessment(db: None) -> Callable[..., Assessment]:
    """Makes the draft of a unit in a year: `new_assessment("hydro", 2569)`."""

    def make(code: str, year: int = 2569) -> Assessment:
        unit, _made = Unit.objects.get_or_create(code=code, defaults={"name": f"หน่วย {code}"})
        cycle, _made = Round.objects.get_or_create(
            year=year,
            defaults={
                "opens_on": datetime.date(year - 544, 10, 1),
                # Whatever the clock says when the tests are run; deadlines have tests of their own.
                "closes_on": datetime.date(2199, 9, 30),
            },
        )
        return Assessment.objects.create(unit=unit, round=cycle)

    return make


@pytest.fixture
def assessment(new_assessment: Callable[..., Assessment]) -> Assessment:
    return new_assessment("alpha")


@pytest.fixture
def staff(person: Callable[..., Person], assessment: Assessment) -> Person:
    return person("staff", Role.Kind.STAFF, assessment.unit)


@pytest.fixture
def client_of() -> Callable[[Person], Client]:
    def signed_in(who: Person) -> Client:
        client = Client(HTTP_ACCEPT_LANGUAGE="th")
        client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


@pytest.fixture
def fill(assessment: Assessment, staff: Person) -> Callable[..., list[Any]]:
    """Stores rows as a sheet would: `fill("groups", [{"name": "ชาวประมง", "kind": "ผู้รับบริการ"}])`."""

    def store(
        key: str, rows: Iterable[Mapping[str, Any]], into: Assessment | None = None, by: Person | None = None
    ) -> Any:
        target, author, table = into or assessment, by or staff, table_of(key)
        lines = [SheetLine(number, values) for number, values in enumerate(rows)]
        with writing(target, author):
            plan = plan_sheet(table, target, lines, Lookup(target), [])
            assert not plan.problems, plan.problems
            store_plan(plan, by=author, at=timezone.now())
        return [draft.row for draft in plan.added]

    return store
