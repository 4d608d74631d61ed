"""The one way into the record of changes."""

import datetime
from collections.abc import Mapping
from typing import Any

from pmqa.audit.models import AuditEntry
from pmqa.organization.models import Person, Unit

Kind = AuditEntry.Kind


def record(
    *,
    kind: str,
    by: Person | None,
    at: datetime.datetime,
    unit: Unit | None = None,
    year: int = 0,
    subject: str = "",
    detail: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Adds an entry: `subject` names what it is about (a state, a point, a person), `detail` holds values before and
    after. Call inside the transaction of the change itself, so that neither stands without the other."""
    return AuditEntry.objects.create(
        kind=kind, by=by, at=at, unit=unit, year=year, subject=subject[:200], detail=dict(detail or {})
    )
