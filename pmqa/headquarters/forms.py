"""The forms with which headquarters runs a round."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from pmqa.criteria import CRITERIA
from pmqa.cycle.models import Assignment, Round
from pmqa.cycle.rounds import RULES
from pmqa.evidence.fields import ThaiDateField, ThaiIntegerField, ThaiTextField
from pmqa.organization.models import Person, Role
from pmqa.thai.fiscal import bounds

DATES = {
    "opens_on": _("Self-assessment from"),
    "closes_on": _("Self-assessment until"),
    "review_until": _("Review until"),
    "consensus_until": _("Consensus until"),
    "publishes_on": _("Results on"),
    "follow_up_6_on": _("Follow-up after 6 months"),
    "follow_up_12_on": _("Follow-up after 12 months"),
}
HEAVIEST = 100


class DatesForm(forms.Form):
    """The dates of a round, in the order in which they come."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, label in DATES.items():
            self.fields[name] = ThaiDateField(label=label)

    def clean(self) -> None:
        before, day_before = "", None
        for name in DATES:
            day = self.cleaned_data.get(name)
            if day and day_before and day < day_before:
                words = _("This day comes before “%(other)s”.")
                self.add_error(name, ValidationError(words, params={"other": DATES[before]}))
            if day:
                before, day_before = name, day

    @staticmethod
    def values_of(round_: Round) -> Mapping[str, Any]:
        return {name: getattr(round_, name) for name in DATES}


class RoundForm(DatesForm):
    """A new round: its year, its dates, and the rules of its scores, which stay from then on."""

    year = ThaiIntegerField(label=_("Fiscal year"))
    criteria_version = ThaiTextField(label=_("Version of the criteria"), max_length=40)
    profile = forms.ChoiceField(
        label=_("Scoring profile"), choices=Round.Profile.choices, widget=forms.RadioSelect, initial="CHECKLIST"
    )
    caps_weakest = forms.BooleanField(
        label=_("The weakest letter caps the criterion"),
        help_text=_("Counts with bands of ADLI only."),
        required=False,
        initial=True,
    )
    has_threads = forms.BooleanField(label=_("Units and assessors may discuss points"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for criterion in CRITERIA:
            self.fields[f"weight_{criterion.code}"] = ThaiIntegerField(
                label=_("Weight of %(code)s") % {"code": criterion.code}, initial=1
            )
        self.order_fields(["year", *DATES])

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if not 2560 <= year <= 2650:
            raise ValidationError(_("Write the fiscal year of the Buddhist era, for example 2570."))
        if Round.objects.filter(year=year).exists():
            raise ValidationError(_("The round of this year is there already."))
        return year

    def clean(self) -> None:
        super().clean()
        for criterion in CRITERIA:
            name = f"weight_{criterion.code}"
            if (self.cleaned_data.get(name) or 0) > HEAVIEST:
                self.add_error(name, ValidationError(_("At most %(most)s."), params={"most": HEAVIEST}))
        if not self.errors and not any(self.weights().values()):
            self.add_error(None, _("At least one criterion must weigh something."))

    def weights(self) -> dict[str, int]:
        return {criterion.code: self.cleaned_data[f"weight_{criterion.code}"] for criterion in CRITERIA}

    @staticmethod
    def after(last: Round | None, year: int) -> dict[str, Any]:
        """What a new round begins with: the set-up of the last one, its dates moved by the years between."""
        if last is None:
            first, end = bounds(year)
            return {"year": year, "opens_on": first, "closes_on": end, "criteria_version": "PMQA 4.0 FL"}
        dates = {name: moved(getattr(last, name), year - last.year) for name in DATES}
        weights = {f"weight_{criterion.code}": last.weights.get(criterion.code, 1) for criterion in CRITERIA}
        return {"year": year, **dates, **weights, **{name: getattr(last, name) for name in RULES if name != "weights"}}


def moved(day: datetime.date | None, years: int) -> datetime.date | None:
    """The same day of the year `years` later; the 29th of February becomes the 28th where there is none."""
    if day is None:
        return None
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


class ExtensionForm(forms.Form):
    until = ThaiDateField(label=_("The unit may write until"))
    reason = ThaiTextField(label=_("Reason"), max_length=1000)


class ReturnForm(forms.Form):
    reason = ThaiTextField(label=_("What the unit must mend"), long=True, max_length=5000)
    until = ThaiDateField(
        label=_("The unit may write until"), help_text=_("Needed when its last day has passed."), required=False
    )


class AssignmentForm(forms.Form):
    """Whom to assign: assessors who do not belong to the unit and are not assigned yet."""

    assessor = forms.ModelChoiceField(Person.objects.none(), label=_("Assessor"))
    is_leader = forms.BooleanField(label=_("Leads the assessors of this unit"), required=False)

    def __init__(self, *args: Any, assessment: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        own = Role.objects.filter(unit=assessment.unit_id).values("person")
        there = Assignment.objects.filter(assessment=assessment).values("assessor")
        free = Person.objects.filter(roles__kind=Role.Kind.ASSESSOR, is_active=True).exclude(pk__in=own)
        self.fields["assessor"].queryset = free.exclude(pk__in=there).distinct().order_by("first_name", "pk")
