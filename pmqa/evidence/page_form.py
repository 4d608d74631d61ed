"""How a row's form is dressed for a page: pickers where the sheet has names, and what stands beside it."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from pmqa.cycle.models import Row
from pmqa.evidence.counts import CountsField, CountsInput
from pmqa.evidence.fields import NameField, NamesField
from pmqa.evidence.forms import RowForm
from pmqa.evidence.models import EvidenceFile
from pmqa.profile.channels import ChannelFormField, ChannelsFormField


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


def dress(form: RowForm) -> RowForm:
    """Gives `form` the widgets of a page. Choices are names, so that what a page sends is what a sheet holds."""
    for name, field in form.fields.items():
        if isinstance(field, CountsField):
            rows = form.lookup.all(field.model)
            field.widget = CountsInput(rows)
            field.help_text = _("Tick the groups that took part, and write the number of people.")
            if not rows:
                field.help_text = _nothing_in(field.model)
        elif isinstance(field, NamesField):
            rows = form.lookup.all(field.model)
            if not rows and field.model is not EvidenceFile:
                field.help_text = _nothing_in(field.model)
            field.widget = forms.CheckboxSelectMultiple(choices=[(str(row), _described(row)) for row in rows])
        elif isinstance(field, NameField):
            rows = form.lookup.all(field.model)
            if not rows and issubclass(field.model, Row):
                field.help_text = _nothing_in(field.model)
            field.widget = forms.Select(choices=[("", "—"), *((name, name) for name in dict.fromkeys(map(str, rows)))])
        elif isinstance(field, ChannelsFormField):
            field.help_text = _("One channel a line, or commas between them.")
        elif isinstance(field, ChannelFormField):
            field.widget.attrs["list"] = f"{name}-suggestions"
            field.help_text = _("Pick an official channel, or write the name of another.")
    form.dress()
    return form


def _nothing_in(model: Any) -> Any:
    """Says why there is nothing to choose: an empty list looks like a fault of the page."""
    return format_lazy("{} “{}”", _("Nothing to choose yet. Fill first the table of:"), model._meta.verbose_name_plural)


def _described(row: object) -> str:
    return f"{row.number} {row.title}" if isinstance(row, EvidenceFile) else str(row)
