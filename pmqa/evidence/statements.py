"""The unit's answer in words to one guideline, written where the point stands."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pmqa.cycle.models import Assessment
from pmqa.evidence.actions import Conflict, writing
from pmqa.evidence.fields import NamesField, ThaiTextField
from pmqa.evidence.lookup import Lookup
from pmqa.evidence.models import EvidenceFile, RowChange, Statement
from pmqa.organization.models import Person


class StatementForm(forms.Form):
    text = ThaiTextField(long=True, label=_("Statement"), required=False)
    evidence = NamesField(EvidenceFile, label=_("Evidence"), required=False)
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, lookup: Lookup, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["evidence"]
        field.lookup = lookup  # type: ignore[attr-defined]
        files = lookup.all(EvidenceFile)
        field.widget = forms.CheckboxSelectMultiple(choices=[(f.number, f"{f.number} {f.title}") for f in files])
        self.fields["text"].widget.attrs["rows"] = 4

    def clean_version(self) -> int:
        """The version that the person saw; -1, which no statement has, when the form does not say."""
        text: str = self.cleaned_data["version"]
        return int(text) if text.isdecimal() and len(text) < 10 else -1


def save_statement(
    *, assessment: Assessment, guideline: str, form: StatementForm, by: Person, at: datetime.datetime
) -> Statement:
    """Stores the valid `form` as the statement to `guideline`.

    Raises Closed, and Conflict when somebody changed the statement after the version that was shown.
    """
    with writing(assessment, by):
        held, _made = Statement.objects.get_or_create(
            assessment=assessment, guideline=guideline, defaults={"version": 0}
        )
        if held.version != form.cleaned_data["version"]:
            raise Conflict(held)
        held.text, held.version = form.cleaned_data["text"], held.version + 1
        held.updated_at, held.updated_by = at, by
        held.save()
        held.evidence.set(form.cleaned_data["evidence"])
        _record(held, guideline, form, by, at)
        return held


def _record(held: Statement, guideline: str, form: StatementForm, by: Person, at: datetime.datetime) -> None:
    RowChange.objects.create(
        assessment_id=held.assessment_id,
        table=Statement._meta.label_lower,
        row_id=held.pk,
        action=RowChange.Action.CHANGED,
        values={
            "guideline": guideline,
            "text": held.text,
            "evidence": "\n".join(file.number for file in form.cleaned_data["evidence"]),
        },
        by=by,
        at=at,
    )
