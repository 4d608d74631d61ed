"""The codes of the record of changes, as people read them in their language."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pmqa.audit.models import AuditEntry
from pmqa.cycle.models import Assessment, Round
from pmqa.discussion.models import Message
from pmqa.followup.models import OfiAnswer, PlanAction, Report
from pmqa.judging.models import Sheet
from pmqa.organization.models import Role
from pmqa.personal.models import PersonalLook

_CHOICES: tuple[type[models.TextChoices], ...] = (
    Assessment.State,
    Role.Kind,
    PersonalLook.Action,
    Sheet.Kind,
    Message.Side,
    Round.Profile,
    OfiAnswer.Stance,
    PlanAction.State,
)
_OF_PLAN = ("owner", "due_on", "indicator", "baseline", "target", "state")
_PLAN: dict[str, Any] = {
    **{name: PlanAction._meta.get_field(name) for name in _OF_PLAN},
    **{name: Report._meta.get_field(name) for name in ("words", "percent", "value")},
}
CODES: dict[str, Any] = {
    **{code: label for choices in _CHOICES for code, label in choices.choices},
    "ASSIGNED": _("Assigned"),
    "UNASSIGNED": _("Assignment taken back"),
    "CONFLICT": _("Conflict declared"),
    "NO_CONFLICT": _("No conflict declared"),
    "OPENED": _("Opened"),
    "CLOSED": _("Closed to units"),
    "REOPENED": _("Opened to units again"),
    "DATES": _("Dates moved"),
    "GIVEN": _("Given"),
    "TAKEN": _("Taken away"),
    "ANSWER": _("Answer to an OFI"),
    "ACTION_ADDED": _("Action added"),
    "ACTION_CHANGED": _("Action changed"),
    "APPROVED": _("Plan approved"),
    "REPORT": _("Report on an action"),
    "FILE_REMOVED": _("File of a report taken away"),
    "FILE_BACK": _("File of a report put back"),
    "CONFIRMED": _("Follow-up confirmed"),
    "IMPROVEMENT": _("Action taken into the register of improvements"),
    "SHELVED": _("Put on the shelf of good practices"),
    "TAKEN_DOWN": _("Taken off the shelf of good practices"),
    "True": _("yes"),
    "False": _("no"),
}
NAMES: dict[str, Any] = {
    **{field.name: field.verbose_name for field in Round._meta.concrete_fields},
    "from": _("Before the change"),
    "to": _("After the change"),
    "reason": _("Reason"),
    "assessor": _("Assessor"),
    "is_leader": _("Leader"),
    "submission": _("Submission"),
    "sha256": "SHA-256",
    "rank": _("Rank"),
    "name": _("Name"),
    "position": _("Position"),
    "person": _("User name"),
    "role": _("Role"),
    "action": _("What was done"),
    "rows": _("Rows"),
    "count": _("How many"),
    "sheet": _("Sheet of judgements"),
    "kind": _("Whose judgement"),
    "version": pgettext_lazy("of a row", "Version"),
    **{name: field.verbose_name for name, field in _PLAN.items()},
    "task": _("Action"),
    "ofi": "OFI",
    "ofis": _("OFIs"),
    "dropped": _("Why it is dropped"),
    "answer": _("Answer"),
    "month": _("Follow-up after months"),
    "plan_action": _("Number of the action"),
    "actions": _("Actions"),
    "reports": _("Reports"),
    "register": _("Register of the year"),
    "side": _("Side"),
    "settles": _("Settles the point"),
    "practice": _("Good practice"),
}


def subject_of(entry: AuditEntry) -> str:
    """What the entry is about."""
    return _value(entry.subject)


def details_of(entry: AuditEntry) -> str:
    """The details: a name and its value, or the values before and after; what is blank is left out."""
    told = ((name, value) for name, value in entry.detail.items() if value not in ("", None))
    return " · ".join(f"{NAMES.get(name, name)}: {_value(value)}" for name, value in told)


def _value(value: Any) -> str:
    if isinstance(value, list):
        return " → ".join(map(_value, value))
    return str(CODES.get(str(value), value))
