"""What a person decides about a file: what each column becomes, what unknown values mean, what holds for all rows."""

import datetime
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from pmqa.answer_files.headings import LEAVE_OUT, matched
from pmqa.answer_files.meaning import BLANK, meaning_of, own_headings, targets_of, wanted_of
from pmqa.answer_files.profile import FileProfile
from satisfaction.public_form import Asked

UNTOLD = "-"  # a group or service that the file does not tell and nobody knows


@dataclass(frozen=True)
class Plan:
    """`columns` by their number: what they become. `values` by column: the code of a value that is not known by itself.
    `group` and `service` for rows without one: an id, UNTOLD, or "" while nobody has said; `day` in ISO."""

    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    group: str = ""
    service: str = ""
    day: str = ""

    def stored(self) -> dict[str, Any]:
        return asdict(self)

    def target(self, number: int) -> str:
        return self.columns.get(str(number), LEAVE_OUT)


def proposed(profile: FileProfile, asked: Asked, day: datetime.date) -> Plan:
    """What the headings say by themselves. A survey of one group, or of one service, needs no column for it."""
    headings = [column.heading for column in profile.columns]
    found = matched(headings, wanted_of(asked), own_headings())
    columns = {str(number): target for number, target in enumerate(found) if target}
    group = str(asked.groups[0].pk) if len(asked.groups) == 1 else ""
    service = str(asked.services[0].pk) if len(asked.services) == 1 else UNTOLD
    return Plan(columns, {}, group, service, day.isoformat())


def sent_plan(posted: Mapping[str, str], profile: FileProfile, asked: Asked, before: Plan) -> Plan:
    """The plan that the page sent back. ValidationError for what the page cannot have offered."""
    targets, columns = targets_of(asked), {}
    values: dict[str, Mapping[str, str]] = {}
    for column in profile.columns:
        name = str(column.number)
        target = posted.get(f"column-{name}", before.columns.get(name, LEAVE_OUT))
        if target not in targets:
            raise ValidationError(_("This form is out of date. Open the page again."))
        if target != LEAVE_OUT:
            columns[name] = target
            # What was said of values of another question means nothing here.
            kept = before.values.get(name, {}) if before.columns.get(name) == target else {}
            values[name] = _values(posted, name, target, asked) | {
                key: code for key, code in kept.items() if f"value-{name}-{key}" not in posted
            }
    group = _one_of(posted.get("group", before.group), asked.groups)
    service = _one_of(posted.get("service", before.service), asked.services)
    return Plan(columns, values, group, service, before.day)


def _values(posted: Mapping[str, str], name: str, target: str, asked: Asked) -> dict[str, str]:
    """What values of a column were said to mean."""
    start = f"value-{name}-"
    allowed = {*meaning_of(target, asked, {}).labels, BLANK}
    found = {key.removeprefix(start)[:16]: code for key, code in posted.items() if key.startswith(start) and code}
    if not set(found.values()) <= allowed:
        # The column has become another question: what was chosen for the one before is not asked any more.
        found = {key: code for key, code in found.items() if code in allowed}
    return found


def _one_of(code: str, rows: Any) -> str:
    if code and code != UNTOLD and code not in {str(row.pk) for row in rows}:
        raise ValidationError(_("This form is out of date. Open the page again."))
    return code
