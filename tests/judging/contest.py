"""One of two who change a consensus at the same moment: what `tests.cycle.contest` does, and the steps of judging."""

import uuid
from typing import Any

from tests.cycle import contest


def _person(name: str, kind: str) -> Any:
    from pmqa.organization.models import Person, Role

    person, made = Person.objects.get_or_create(username=name)
    if made:
        Role.objects.create(person=person, kind=kind)
    return person


def _held() -> Any:
    """The newest assessment: each contest has one of its own, as what was judged cannot be taken away."""
    from pmqa.cycle.models import Assessment

    return Assessment.objects.select_related("unit", "round").order_by("-pk")[0]


def _sheet() -> Any:
    from pmqa.judging.models import Sheet

    return Sheet.objects.select_related("assessment__unit", "assessment__round").get(
        kind="CONSENSUS", assessment=_held()
    )


def _review() -> str:
    """A new assessment in review, with two who have submitted."""
    from pmqa.cycle.models import Assessment, Assignment, Round
    from pmqa.judging.actions import judge, open_sheet, submit_sheet
    from pmqa.organization.models import Unit
    from pmqa.scoring.profiles import Mark

    unit, at = Unit.objects.create(code=uuid.uuid4().hex, name="หน่วย"), contest._now()
    Assessment.objects.create(unit=unit, round=Round.objects.get(), state="IN_REVIEW")
    for name in ("leader", "other"):
        held, by = _held(), _person(name, "ASSESSOR")
        Assignment.objects.create(assessment=held, assessor=by, declared_at=at, is_leader=name == "leader")
        sheet = open_sheet(assessment=held, kind="ASSESSOR", by=by)
        judge(sheet=sheet, item="CS1-A1", mark=Mark("NOT_SEEN"), words="", seen=0, by=by, at=at)
        submit_sheet(sheet=sheet, by=by, at=at)
    return "ready"


def _consensus() -> str:
    """The consensus on it has begun."""
    _review()
    _begin("leader")
    return "ready"


def _submitted() -> str:
    """The consensus on it is submitted."""
    _consensus()
    _end()
    return "ready"


def _begin(who: str) -> str:
    from pmqa.cycle.actions import StepRefused
    from pmqa.judging.consensus import begin_consensus

    by = _person(who, "HEADQUARTERS")
    try:
        begin_consensus(assessment=_held(), by=by, at=contest._now())
    except StepRefused:
        return "refused"
    return "begun"


def _settle(reason: str) -> str:
    from pmqa.evidence.actions import Conflict
    from pmqa.judging.actions import SheetClosed
    from pmqa.judging.consensus import settle
    from pmqa.scoring.profiles import Mark

    mark, by = Mark("NOT_APPLICABLE"), _person("leader", "ASSESSOR")
    try:
        settle(sheet=_sheet(), item="CS1-A1", mark=mark, reason=reason, seen=1, by=by, at=contest._now())
    except Conflict:
        return "conflict"
    except SheetClosed:
        return "closed"
    return "settled"


def _end() -> str:
    from pmqa.judging.consensus import submit_consensus

    submit_consensus(sheet=_sheet(), by=_person("leader", "ASSESSOR"), at=contest._now())
    return "ended"


def _publish() -> str:
    from pmqa.cycle.actions import StepRefused
    from pmqa.judging.consensus import publish

    try:
        publish(assessment=_held(), by=_person("centre", "HEADQUARTERS"), at=contest._now())
    except StepRefused:
        return "refused"
    return "published"


def _give_back() -> str:
    from pmqa.cycle.actions import StepRefused, change_state

    by = _person("centre", "HEADQUARTERS")
    try:
        change_state(assessment=_held(), to="DRAFT", by=by, at=contest._now(), reason="ขาดหลักฐาน")
    except StepRefused:
        return "refused"
    return "returned"


def _agreed() -> str:
    """What stands: the state, the sheets of the consensus and whether it is submitted, the reason, the releases."""
    from pmqa.audit.models import AuditEntry
    from pmqa.judging.models import Sheet

    sheets = Sheet.objects.filter(kind="CONSENSUS", assessment=_held())
    reason = _sheet().judgements.get(item="CS1-A1").words
    releases = AuditEntry.objects.filter(kind="RELEASE", unit=_held().unit).count()
    parts = _held().state, sheets.count(), sheets.filter(submitted_at__isnull=False).count(), reason, releases
    return "|".join(map(str, parts))


STEPS = (_review, _consensus, _submitted, _begin, _settle, _end, _publish, _give_back, _agreed)

if __name__ == "__main__":
    contest.TASKS |= {step.__name__[1:]: step for step in STEPS}
    contest.main()
