"""The small forms of personal data. None is filled from an address: an address is written to logs."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from pmqa.thai.text import normalise


class OneLine(forms.CharField):
    """A line as it is stored, which may be longer than it was typed: it is measured afterwards."""

    def to_python(self, value: Any) -> str:
        return normalise(super().to_python(value) or "", lines=False)


class PersonForm(forms.Form):
    name = OneLine(label=_("Name of the person"), max_length=200, required=False)
    contact = OneLine(label=_("Telephone, e-mail or address"), max_length=300, required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300, error_messages={"required": _("Say why you need it.")})

    def clean_reason(self) -> str:
        reason = normalise(self.cleaned_data["reason"], lines=False)
        if not reason:
            raise ValidationError(_("Say why you need it."))
        return reason


class SearchForm(ReasonForm):
    text = forms.CharField(
        label=_("Name, telephone or e-mail"),
        max_length=200,
        min_length=2,
        help_text=_("A part of it is enough. In a telephone number spaces and dashes do not matter."),
    )
    field_order = ("text", "reason")
