"""What contestants do around a review: score, return, take an assignment back, close the round."""

from typing import Any


def begin_review() -> str:
    """The unit's assessment in review, with an assessor who has declared; nothing said yet."""
    from django.db import connection
    from django.utils import timezone

    from pmqa.audit.models import AuditEntry
    from pmqa.cycle.models import Assessment, Assignment, Round
    from pmqa.freezing.guarding import guards_in
    from pmqa.guards import lay, lift
    from pmqa.judging.models import Judgement, JudgementChange, Sheet

    lift(connection)
    for model in (Judgement, JudgementChange, Sheet, Assignment, AuditEntry):
        model._default_manager.all().delete()
    Round.objects.update(is_open=True)
    Assessment.objects.update(state="IN_REVIEW")
    lay(connection, guards_in(connection))
    Assignment.objects.create(
        assessment=Assessment.objects.get(), assessor=person("assessor"), declared_at=timezone.now()
    )
    return "ready"


def score() -> str:
    """Says a verdict of one point, on the assessor's sheet."""
    from pmqa.judging.actions import SheetClosed, judge, open_sheet
    from pmqa.scoring.profiles import Mark

    by = person("assessor")
    try:
        sheet = open_sheet(assessment=_assessment(), kind="ASSESSOR", by=by)
        judge(sheet=sheet, item="CS1-A1", mark=Mark("NOT_SEEN"), words="", seen=0, by=by, at=_now())
    except SheetClosed:
        return "closed"
    return "saved"


def hand_in() -> str:
    from pmqa.judging.actions import SheetClosed, open_sheet, submit_sheet

    by = person("assessor")
    try:
        submit_sheet(sheet=open_sheet(assessment=_assessment(), kind="ASSESSOR", by=by), by=by, at=_now())
    except SheetClosed:
        return "closed"
    return "submitted"


def give_back() -> str:
    import datetime

    from pmqa.cycle.actions import StepRefused
    from pmqa.cycle.rounds import return_to_draft

    given: Any = {"reason": "เพิ่มหลักฐาน", "until": None, "today": datetime.date(2026, 1, 1)}
    try:
        return_to_draft(assessment=_assessment(), by=person("centre"), at=_now(), **given)
    except StepRefused:
        return "refused"
    return "returned"


def unassign() -> str:
    from pmqa.cycle.models import Assignment
    from pmqa.cycle.rounds import Refused
    from pmqa.headquarters.actions import take_assignment_back

    try:
        take_assignment_back(assignment=Assignment.objects.get(), by=person("centre"), at=_now())
    except Refused:
        return "refused"
    return "unassigned"


def close() -> str:
    from pmqa.cycle.models import Round
    from pmqa.cycle.rounds import set_open

    set_open(round_=Round.objects.get(year=2569), is_open=False, by=person("centre"), at=_now())
    return "closed"


def close_while_awaited(held: str) -> str:
    """Closes the round, but commits only when somebody waits for the lock, or nobody does for 5 seconds; the file
    `held` says that the lock is taken."""
    import time
    from pathlib import Path

    from django.db import connection, transaction

    with transaction.atomic():
        close()
        Path(held).touch()
        until = time.monotonic() + 5
        while connection.vendor == "postgresql" and time.monotonic() < until:
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
                if cursor.fetchone()[0]:
                    break
    return "closed"


def judged() -> str:
    """What stands of the review: state, assignments, verdicts, submitted sheets, recorded changes of verdicts."""
    from pmqa.cycle.models import Assignment
    from pmqa.judging.models import Judgement, JudgementChange, Sheet

    submitted = Sheet.objects.filter(submitted_at__isnull=False).count()
    counts = Assignment.objects.count(), Judgement.objects.count(), submitted, JudgementChange.objects.count()
    return "|".join(map(str, (_assessment().state, *counts)))


def person(username: str) -> Any:
    """The assessor or headquarters, made when first asked for."""
    from pmqa.organization.models import Person, Role

    kinds = {"assessor": "ASSESSOR", "centre": "HEADQUARTERS"}
    found, is_new = Person.objects.get_or_create(username=username)
    if is_new:
        Role.objects.create(person=found, kind=kinds[username])
    return found


def _assessment() -> Any:
    from pmqa.cycle.models import Assessment

    return Assessment.objects.select_related("unit", "round").get()


def _now() -> Any:
    from django.utils import timezone

    return timezone.now()


TASKS = {
    task.__name__: task
    for task in (begin_review, score, hand_in, give_back, unassign, close, close_while_awaited, judged)
}
