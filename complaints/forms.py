"""The form of a case: the number, the due date and the status come by themselves where they are not written."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from complaints.models import Case, HandlingRule
from pmqa.evidence.fields import form_field
from pmqa.evidence.numbered import NumberedForm, number_after
from pmqa.thai.working_days import KNOWN_YEARS, working_days_after

Status = Case.Status


def next_case_number(assessment: Any) -> str:
    """The next free case number, F-2569-0001; numbers are not given twice."""
    start = f"F-{assessment.year}-"
    numbers = Case.objects.filter(assessment=assessment).order_by().values_list("number", flat=True)
    return f"{start}{number_after(start, numbers.iterator()):04d}"


def due_date(rules: list[HandlingRule], kind: str, service: Any, received_on: datetime.date) -> datetime.date | None:
    """When a case is due by the rule of its kind and service, else by that of its kind for all services; None when no
    rule allows a number of working days."""
    days = {rule.service_id: rule.days_allowed for rule in rules if rule.kind == kind and rule.days_allowed is not None}
    allowed = days.get(service.pk if service else None, days.get(None))
    return working_days_after(received_on, allowed).date if allowed is not None else None


def calendar_doubts(case: Case) -> list[str]:
    """Says so where the due date was counted over a year whose holidays the calendar does not know."""
    if not case.due_on or not case.received_on:
        return []
    years = range(case.received_on.year, case.due_on.year + 1)
    if all(year in KNOWN_YEARS for year in years):
        return []
    return [_("The holidays of this year are not known: due dates count Saturdays and Sundays only.")]


class CaseForm(NumberedForm):
    first_number = staticmethod(next_case_number)

    class Meta:
        model = Case
        fields = (
            "number", "kind", "channel", "received_on", "group", "service", "subject", "text", "owner", "due_on",
            "status", "actions", "answer", "answered_on", "closed_on", "satisfied", "evidence",
        )  # fmt: skip
        formfield_callback = form_field

    def told(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """A line without a number is met by what people wrote: a date that the system counted is no part of that."""
        told = super().told(values)
        if "number" not in told and told.get("due_on") in ("", None):
            told.pop("due_on", None)
        return told

    def clean(self) -> dict[str, Any]:
        case = self.cleaned_data
        if not case.get("due_on") and case.get("kind") and case.get("received_on"):
            rules = self.lookup.all(HandlingRule)
            case["due_on"] = due_date(rules, case["kind"], case.get("service"), case["received_on"])
        case["status"] = self._status(case)
        self._check_dates(case)
        return super().clean()

    def _status(self, case: dict[str, Any]) -> str:
        """What the dates say goes before what is written."""
        if case.get("closed_on"):
            return Status.CLOSED
        written: str = case.get("status") or ""
        if case.get("answered_on"):
            return Status.ANSWERED if written != Status.CLOSED else written
        return written or (Status.IN_PROGRESS if case.get("owner") or case.get("actions") else Status.RECEIVED)

    def _check_dates(self, case: dict[str, Any]) -> None:
        if case["status"] == Status.CLOSED and not case.get("closed_on") and "closed_on" not in self.errors:
            self.add_error("closed_on", _("Write the date on which the case was closed."))
        if case["status"] == Status.ANSWERED and not case.get("answered_on") and "answered_on" not in self.errors:
            self.add_error("answered_on", _("Write the date on which it was answered."))
        received, answered = case.get("received_on"), case.get("answered_on")
        for name in ("due_on", "answered_on", "closed_on"):
            if received and case.get(name) and case[name] < received:
                self.add_error(name, _("This date is before the day of receipt."))
        if answered and case.get("closed_on") and case["closed_on"] < answered:
            self.add_error("closed_on", _("This date is before the day of the answer."))
