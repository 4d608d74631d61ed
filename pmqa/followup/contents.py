"""What the head approves of an action, and how it differs from what stands now."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from pmqa.followup.models import PlanAction
from pmqa.organization.templatetags.thai_dates import thai_date

FIELDS = ("action", "owner", "due_on", "indicator", "baseline", "target")
LABELS: Mapping[str, Any] = {
    **{name: PlanAction._meta.get_field(name).verbose_name for name in FIELDS},  # type: ignore[union-attr]
    "ofis": _("OFIs"),
    "dropped": _("Why it is dropped"),
}


def values_of(action: PlanAction) -> dict[str, Any]:
    """The action as it is approved, in plain values: what is to be done, for which OFIs (ids), and why it is dropped,
    where it is. How far it is belongs to the follow-up and not to the approval. Its `ofis` are fetched already."""
    plain = {name: getattr(action, name) for name in FIELDS}
    return {
        **plain,
        "due_on": action.due_on.isoformat(),
        "ofis": sorted(ofi.pk for ofi in action.ofis.all()),
        "dropped": action.reason if action.state == PlanAction.State.DROPPED else "",
    }


@dataclass(frozen=True)
class Changed:
    """A value of an action that is not as it was approved."""

    label: Any
    before: str
    now: str


def changes_since(approved: Mapping[str, Any], now: Mapping[str, Any], numbers: Mapping[int, int]) -> list[Changed]:
    """The values that differ, as people read them; `numbers` are the numbers of the OFIs by their ids."""
    return [
        Changed(label, _read(name, approved.get(name), numbers), _read(name, now[name], numbers))
        for name, label in LABELS.items()
        if approved.get(name) != now[name]
    ]


def _read(name: str, value: Any, numbers: Mapping[int, int]) -> str:
    if name == "ofis":
        return of_numbers(value or [], numbers)
    if name == "due_on" and value:
        return thai_date(datetime.date.fromisoformat(value))
    return str(value or "")


def of_numbers(ofis: Iterable[int], numbers: Mapping[int, int]) -> str:
    """ "OFI 1, 3" of the ids of OFIs; nothing of none."""
    found: Sequence[int] = sorted(numbers[ofi] for ofi in ofis if ofi in numbers)
    return f"OFI {', '.join(map(str, found))}" if found else ""
