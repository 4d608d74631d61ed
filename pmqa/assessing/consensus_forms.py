"""What is written in the consensus: why it begins, remarks with what the visit found; and a question of "what if"."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pmqa.assessing.agreement import Agreement
from pmqa.assessing.forms import RemarkForm
from pmqa.evidence.fields import ThaiTextField
from pmqa.judging.models import Remark
from pmqa.scoring.profiles import Mark
from pmqa.submission.forms import choices_of, code_of

VISIT = ("answer", "met", "documents")


class BeginForm(forms.Form):
    """Why the consensus begins without those who have not submitted."""

    reason = ThaiTextField(label=_("Why it begins without them"), long=True, required=False, max_length=1000)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].widget.attrs |= {"class": "form-control", "rows": 2}


class AgreedRemarkForm(RemarkForm):
    """A remark of the consensus; for a question also what the visit found."""

    answer = ThaiTextField(long=True, label=_("What the visit found"), required=False, max_length=4000)
    met = ThaiTextField(long=True, label=_("People met"), required=False, max_length=1000)
    documents = ThaiTextField(long=True, label=_("Documents seen"), required=False, max_length=2000)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in VISIT:
            self.fields[name].widget.attrs |= {"rows": 2}

    def visit(self) -> list[forms.BoundField]:
        """The fields for what the visit found."""
        return [self[name] for name in VISIT]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") != Remark.Kind.QUESTION:
            for name in VISIT:
                if cleaned.get(name):
                    self.add_error(name, _("Only a question for the site visit has this."))
        return cleaned

    def fill(self, remark: Remark) -> Remark:
        """`remark` with what the valid form says."""
        for name in ("kind", "point", "text", *VISIT):
            setattr(remark, name, self.cleaned_data[name])
        return remark


class WhatIfForm(forms.Form):
    """A mark for each item, as agreed from the start: only what is chosen otherwise has a part."""

    def __init__(self, agreement: Agreement, data: Mapping[str, Any]) -> None:
        codes = {line.item: code_of(line.agreed) for line in agreement.in_order()}
        # What is not in the address is as it was agreed.
        super().__init__({item: data.get(item, code) for item, code in codes.items()})
        self.codes = codes
        for line in agreement.in_order():
            field = forms.ChoiceField(label=line.name, choices=choices_of(agreement.profile), required=False)
            field.widget.attrs |= {"class": "form-select form-select-sm"}
            self.fields[line.item] = field

    def changed(self) -> dict[str, Mark]:
        """The marks of a valid form that are not as agreed, by item."""
        return {
            item: Mark(percent=int(code)) if code.isdecimal() else Mark(code)
            for item, code in self.cleaned_data.items()
            if code != self.codes[item]
        }
