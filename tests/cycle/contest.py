"""One of two who change the same thing at the same moment: a process of its own, against a real database.

`python -m tests.cycle.contest TASK GATE …` waits until the file GATE exists, does TASK and prints what came of it.
"""

import os
import sys
import time
import uuid
from pathlib import Path
from typing import Any

from tests.cycle import review_tasks


def _save(text: str, seen: str) -> str:
    from pmqa.criteria import table_of
    from pmqa.cycle.models import Assessment
    from pmqa.evidence.actions import Closed, Conflict, save_row

    assessment = Assessment.objects.select_related("round", "unit").get()
    table = table_of("cs1-criteria")
    row = table.rows_of(assessment).get()
    form = table.form({"criterion": "ก", "reason": text}, assessment=assessment, instance=row)
    assert form.is_valid(), form.errors
    try:
        save_row(table=table, form=form, seen=int(seen), by=_staff(), at=_now())
    except Closed:
        return "closed"
    except Conflict:
        return "conflict"
    return "saved"


def _add(name: str, sent: str) -> str:
    """Sends the form of a new group, through the page."""
    from django.test import Client

    client = Client()
    client.force_login(_staff(), backend="allauth.account.auth_backends.AuthenticationBackend")
    values = {"name": name, "kind": "RECIPIENT", "sent": sent or str(uuid.uuid4())}
    return str(client.post("/units/alpha/2569/tables/groups/add/", values).status_code)


def _submit() -> str:
    from pmqa.cycle.actions import StepRefused, change_state
    from pmqa.cycle.models import Assessment

    try:
        change_state(assessment=Assessment.objects.get(), to="SUBMITTED", by=_head(), at=_now())
    except StepRefused:
        return "refused"
    return "submitted"


def _upload(name: str) -> str:
    """Keeps a paper as evidence, under the next number."""
    from pmqa.cycle.models import Assessment
    from pmqa.evidence.actions import Closed, writing
    from pmqa.evidence.files import store_file

    assessment = Assessment.objects.select_related("round", "unit").get()
    given: Any = {"criterion": "CS1", "title": "", "content": b"%PDF-", "name": name}
    try:
        with writing(assessment, _staff()):
            return str(store_file(assessment=assessment, by=_staff(), at=_now(), **given).number)
    except Closed:
        return "closed"


def _stamp() -> str:
    """The stamp of a public form that has been open for a while."""
    import datetime

    import time_machine

    from pmqa.door.gate import new_gate

    with time_machine.travel(_now() - datetime.timedelta(minutes=1)):
        return new_gate().stamp


def _feedback(stamp: str) -> str:
    """Sends the public form, from an address of its own for each stamp; the code that the page shows.

    So that who meets a hundred times is not slowed as a flood.
    """
    from hashlib import sha256

    from django.test import Client

    from tests.complaints.sender import URL, WORDS, code_in

    address = ".".join(map(str, (10, *sha256(stamp.encode()).digest()[:3])))
    return code_in(Client(REMOTE_ADDR=address).post(URL, {**WORDS, "stamp": stamp}))


def _cases() -> str:
    from complaints.models import Case

    return str(Case.objects.count())


def _prepare() -> str:
    import datetime

    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command

    from customers.models import ClassificationCriterion
    from pmqa.cycle.models import Assessment, Round
    from pmqa.organization.models import Person, Role, Unit

    # Tables straight from the models: what stands is the same, and the wait is short.
    settings.MIGRATION_MODULES = {each.label: None for each in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0)
    unit = Unit.objects.create(code="alpha", name="หน่วย")
    day = datetime.date(2025, 10, 1)
    cycle = Round.objects.create(year=2569, opens_on=day, closes_on=datetime.date(2199, 9, 30))
    assessment = Assessment.objects.create(unit=unit, round=cycle)
    for kind in ("STAFF", "HEAD"):
        Role.objects.create(person=Person.objects.create(username=kind.lower()), kind=kind, unit=unit)
    ClassificationCriterion.objects.create(assessment=assessment, criterion="ก")
    return "ready"


def _look() -> str:
    """What stands: state, reason and version of the row, groups, numbers of files, entries of history."""
    from customers.models import ClassificationCriterion
    from pmqa.cycle.models import Assessment
    from pmqa.evidence.models import EvidenceFile, RowChange
    from pmqa.profile.models import Group

    row = ClassificationCriterion.objects.get()
    groups, files = Group.objects.count(), EvidenceFile.objects.order_by("number").values_list("number", flat=True)
    parts = Assessment.objects.get().state, row.reason, row.version, groups, ",".join(files), RowChange.objects.count()
    return "|".join(map(str, parts))


def _last_year() -> str:
    """The unit has a year before, with two groups."""
    import datetime

    from pmqa.cycle.models import Assessment, Round
    from pmqa.profile.models import Group

    day = datetime.date(2024, 10, 1)
    cycle, _made = Round.objects.get_or_create(year=2568, defaults={"opens_on": day, "closes_on": day})
    before = Assessment.objects.create(unit=Assessment.objects.get().unit, round=cycle)
    Group.objects.bulk_create(Group(assessment=before, name=name, kind="RECIPIENT") for name in ("ก", "ข"))
    return "ready"


def _carry() -> str:
    """Carries the year before over; how many rows came."""
    from pmqa.carryover.actions import carry_over
    from pmqa.cycle.models import Assessment

    years = Assessment.objects.select_related("round").order_by("round__year")
    return str(carry_over(assessment=years[1], from_assessment=years[0], by=_staff(), at=_now()))


def _reset() -> str:
    from django.db import connection

    from complaints.models import Case
    from customers.models import ClassificationCriterion
    from pmqa.cycle.models import Assessment, Round
    from pmqa.evidence.models import CarriedRow, EvidenceFile, RowChange
    from pmqa.freezing.guarding import guards_in
    from pmqa.guards import lay, lift
    from pmqa.profile.models import Group

    Assessment.objects.update(state="DRAFT")
    Round.objects.update(is_open=True)
    lift(connection)
    Case.objects.all().delete()
    Assessment.objects.filter(round__year=2568).delete()
    CarriedRow.objects.all().delete()
    for model in (RowChange, EvidenceFile, Group):
        model._default_manager.all().delete()
    lay(connection, guards_in(connection))
    ClassificationCriterion.objects.update(reason="", version=1)
    return "ready"


def _staff() -> Any:
    from pmqa.organization.models import Person

    return Person.objects.get(username="staff")


def _head() -> Any:
    from pmqa.organization.models import Person

    return Person.objects.get(username="head")


def _now() -> Any:
    from django.utils import timezone

    return timezone.now()


TASKS = {
    task.__name__[1:]: task
    for task in (_save, _add, _submit, _upload, _stamp, _feedback, _cases, _prepare, _look, _last_year, _carry, _reset)
} | review_tasks.TASKS


def main() -> None:
    """Reads lines "TASK GATE ARGUMENTS…", tab separated, from standard input; answers each on a line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pmqa.settings")
    import django

    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS.append("testserver")
    print("up", flush=True)
    for line in sys.stdin:
        task, gate, *arguments = line.rstrip("\n").split("\t")
        until = time.monotonic() + 20
        while gate and not Path(gate).exists() and time.monotonic() < until:
            time.sleep(0)
        print(TASKS[task](*arguments), flush=True)


if __name__ == "__main__":
    main()
