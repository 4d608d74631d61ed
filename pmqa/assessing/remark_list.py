"""The remarks beside a point, and the form in which they are written."""

import uuid
from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from pmqa.assessing.forms import RemarkForm
from pmqa.assessing.models import Phrase
from pmqa.assessing.walk import Stop, Walk
from pmqa.cycle.models import Assessment
from pmqa.evidence.lookup import Lookup
from pmqa.judging.models import Remark, Sheet


def remarks_context(request: HttpRequest, walk: Walk, stop: Stop, form: RemarkForm | None = None) -> dict[str, Any]:
    """The remarks of the criterion, the phrases of the point, and the form: that of the remark whose id stands in
    `?edit`, of the phrase in `?phrase`, or an empty one. A fixed number of queries."""
    remarks = [] if walk.sheet is None else _remarks(walk.sheet, stop)
    phrases = Phrase.objects.filter(Q(point=stop.code) | Q(point=""), criterion=stop.criterion.code)
    edited = next((each for each in remarks if str(each.pk) == request.GET.get("edit")), None)
    start: dict[str, Any] = {"point": stop.code, "kind": Remark.Kind.STRENGTH}
    if edited is not None:
        evidence = ", ".join(file.number for file in edited.evidence.all())
        start = {"point": edited.point, "kind": edited.kind, "text": edited.text, "evidence": evidence}
    picked = next((each for each in phrases if str(each.pk) == request.GET.get("phrase")), None)
    if picked is not None:
        start |= {"kind": picked.serves, "text": picked.text, "point": picked.point}
    kinds = ((kind, label, [each for each in remarks if each.kind == kind]) for kind, label in Remark.Kind.choices)
    return {
        "kinds": list(kinds),
        "phrases": phrases,
        "edited": edited,
        "is_picked": picked is not None,
        "remark_form": form or form_of(walk.assessment, stop, initial=start),
        "sent": uuid.uuid4,
    }


def _remarks(sheet: Sheet, stop: Stop) -> list[Remark]:
    return list(sheet.remarks.filter(criterion=stop.criterion.code).prefetch_related("evidence"))


def form_of(assessment: Assessment, stop: Stop, *data: Any, **options: Any) -> RemarkForm:
    points = [guideline.code for guideline in stop.criterion.guidelines]
    return RemarkForm(*data, lookup=Lookup(assessment), points=points, **options)
