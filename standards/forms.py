"""Forms of CS7: a step may lead back to an earlier one only; what is on time is part of what was handled."""

from typing import Any

from django.utils.translation import gettext as _

from pmqa.evidence.fields import form_field
from pmqa.evidence.forms import RowForm
from standards.models import Actual, StandardStep


class StepForm(RowForm):
    class Meta:
        model = StandardStep
        fields = ("standard", "number", "what", "who", "time", "unit", "back_to", "evidence")
        formfield_callback = form_field

    def clean(self) -> dict[str, Any]:
        step = self.cleaned_data
        if step.get("number") == 0:
            self.add_error("number", _("Steps are counted from 1."))
        back, number = step.get("back_to"), step.get("number")
        if back is not None and number is not None and not 1 <= back < number:
            self.add_error(
                "back_to", _("A step leads back to an earlier one: write a number below %(n)s.") % {"n": number}
            )
        if step.get("time") is not None and not step.get("unit"):
            self.add_error("unit", _("Say in which unit the time is."))
        return super().clean()


class ActualForm(RowForm):
    class Meta:
        model = Actual
        fields = ("standard", "period", "cases", "on_time", "mean_time", "unit", "note", "evidence")
        formfield_callback = form_field

    def clean(self) -> dict[str, Any]:
        cases, on_time = self.cleaned_data.get("cases"), self.cleaned_data.get("on_time")
        if on_time is not None and (cases is None or on_time > cases):
            self.add_error("on_time", _("No more can be on time than were handled."))
        if self.cleaned_data.get("mean_time") is not None and not self.cleaned_data.get("unit"):
            self.add_error("unit", _("Say in which unit the time is."))
        return super().clean()
