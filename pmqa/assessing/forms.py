"""What assessors write: a judgement, a remark, a declaration; and a phrase of the shelf."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pmqa.assessing.models import Phrase
from pmqa.evidence.fields import NamesField, ThaiTextField
from pmqa.evidence.lookup import Lookup
from pmqa.evidence.models import EvidenceFile
from pmqa.evidence.views import number_in
from pmqa.evidence.widgets import TypedTextInput
from pmqa.judging.models import Remark
from pmqa.judging.sheets import ASKED
from pmqa.scoring.profiles import NOT_APPLICABLE, Mark

LEFT_OUT = "NA"


def mark_in(sent: QueryDict) -> Mark:
    """The mark of a form: a verdict, or per cent ("NA" for a letter that does not apply). Raises ValidationError."""
    percent = sent.get("percent", "")
    if percent == LEFT_OUT:
        return Mark(NOT_APPLICABLE)
    if not percent:
        return Mark(sent.get("verdict", ""))
    number = number_in(percent)
    if number is None:
        raise ValidationError(_("Choose per cent from 0 to 100, in steps of 5."))
    return Mark(percent=number)


class WordsForm(forms.Form):
    """The note beside a verdict."""

    words = ThaiTextField(long=True, label=gettext_lazy("Note"), required=False, max_length=4000)


class RemarkForm(forms.Form):
    """A remark on a criterion or one of its points."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of remark"), choices=Remark.Kind.choices)
    point = forms.ChoiceField(label=gettext_lazy("About"), required=False)
    text = ThaiTextField(
        long=True,
        label=gettext_lazy("Remark"),
        max_length=4000,
        help_text=gettext_lazy("What · number of the evidence · so what"),
    )
    evidence = NamesField(EvidenceFile, label=gettext_lazy("Evidence numbers"), required=False)

    def __init__(self, *args: Any, lookup: Lookup, points: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        evidence: Any = self.fields["evidence"]
        evidence.lookup = lookup
        evidence.widget = TypedTextInput()
        point: Any = self.fields["point"]
        point.choices = [*((code, code) for code in points), ("", _("the whole criterion"))]
        self.fields["text"].widget.attrs["rows"] = 4
        for name, field in self.fields.items():
            kind = "form-select" if name in ("kind", "point") else "form-control"
            field.widget.attrs |= {"class": kind, "id": f"remark-{name}"}


class DeclareForm(forms.Form):
    """No conflict of interest, or one and what it is."""

    NONE, SOME = "none", "conflict"
    declared = forms.ChoiceField(
        choices=[(NONE, gettext_lazy("I have no conflict of interest")), (SOME, gettext_lazy("I have one"))],
        widget=forms.RadioSelect,
        label=gettext_lazy("My declaration"),
    )
    conflict = ThaiTextField(
        long=True,
        label=gettext_lazy("What it is"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("For example: a relative serves in the unit. You then no longer see this assessment."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["conflict"].widget.attrs |= {"class": "form-control", "rows": 3}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("declared") == self.SOME and not cleaned.get("conflict"):
            self.add_error("conflict", _("Say what the conflict is."))
        return cleaned

    @property
    def said(self) -> str:
        """The conflict of a valid form; blank for none."""
        return self.cleaned_data["conflict"] if self.cleaned_data["declared"] == self.SOME else ""


class PhraseForm(forms.Form):
    """A phrase, and where it belongs: a point, or a whole criterion."""

    place = forms.ChoiceField(label=gettext_lazy("Point"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind of phrase"), choices=Phrase.Kind.choices)
    text = ThaiTextField(
        long=True,
        label=gettext_lazy("Phrase"),
        max_length=2000,
        help_text=gettext_lazy("What · number of the evidence · so what"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["place"]
        field.choices = [
            (
                asked.code,
                [(asked.code, f"{asked.code} {_('the whole criterion')}"), *((code, code) for code in asked.points)],
            )
            for asked in ASKED
        ]
        self.fields["text"].widget.attrs["rows"] = 4

    def fill(self, phrase: Phrase) -> Phrase:
        """`phrase` with what the valid form says."""
        place = self.cleaned_data["place"]
        phrase.criterion = place.partition("-")[0]
        phrase.point = place if "-" in place else ""
        phrase.kind, phrase.text = self.cleaned_data["kind"], self.cleaned_data["text"]
        return phrase
