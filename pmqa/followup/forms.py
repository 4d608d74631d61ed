"""The forms of a unit after publication: an answer, an action, a report, and the word of the head."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from pmqa.evidence.fields import ThaiDateField, ThaiIntegerField, ThaiTextField
from pmqa.evidence.models import EvidenceFile
from pmqa.evidence.page_form import ManyFilesInput
from pmqa.followup.models import OfiAnswer, PlanAction, Report
from pmqa.followup.published import Published
from pmqa.followup.reporting import REPORTED, VALUES
from pmqa.organization.models import Person

State = PlanAction.State
LONGEST_WORDS = 4000


class AnswerForm(forms.Form):
    """What the unit says of one OFI."""

    stance = forms.ChoiceField(label=_("Answer"), choices=OfiAnswer.Stance.choices, widget=forms.RadioSelect)
    words = ThaiTextField(
        long=True,
        label=_("Words"),
        max_length=LONGEST_WORDS,
        help_text=_("What the unit will do about it; or, where it does not agree, why, and what shows it."),
    )

    @staticmethod
    def values_of(answer: OfiAnswer | None) -> Mapping[str, Any]:
        return {"stance": answer.stance, "words": answer.words} if answer else {}


class ActionForm(forms.Form):
    """One action of the plan."""

    ofis = forms.MultipleChoiceField(
        label=_("OFIs that it serves"), widget=forms.CheckboxSelectMultiple, required=False
    )
    action = ThaiTextField(long=True, label=_("Action"), max_length=LONGEST_WORDS)
    owner = ThaiTextField(
        label=_("Owner (post)"),
        max_length=200,
        help_text=_("The post that answers for it, for example head of section."),
    )
    due_on = ThaiDateField(label=_("Due"))
    indicator = ThaiTextField(
        label=_("Measure of success"),
        max_length=300,
        help_text=_("What will show success: for example, answered in time."),
    )
    baseline = ThaiTextField(label=_("From (now)"), max_length=200, required=False)
    target = ThaiTextField(label=_("To (target)"), max_length=200)
    state = forms.ChoiceField(label=_("State"), choices=State.choices, initial=State.PLANNED)
    reason = ThaiTextField(
        long=True,
        label=_("Why it is dropped"),
        max_length=LONGEST_WORDS,
        required=False,
        help_text=_("Needed only where the state is “dropped”."),
    )

    def __init__(self, *args: Any, published: Published, **options: Any) -> None:
        super().__init__(*args, **options)
        ofis: Any = self.fields["ofis"]
        ofis.choices = [
            (str(ofi.pk), f"{number}. {ofi.point or ofi.criterion} {Truncator(ofi.text).chars(160)}")
            for number, ofi in enumerate(published.ofis, start=1)
        ]
        if not published.ofis:
            del self.fields["ofis"]

    def clean(self) -> None:
        if self.cleaned_data.get("state") == State.DROPPED and not self.cleaned_data.get("reason"):
            self.add_error("reason", _("Say why the action is dropped."))

    @property
    def chosen(self) -> list[int]:
        """The ids of the OFIs of a valid form."""
        return [int(each) for each in self.cleaned_data.get("ofis", [])]

    @staticmethod
    def values_of(action: PlanAction) -> Mapping[str, Any]:
        names = ("action", "owner", "due_on", "indicator", "baseline", "target", "state", "reason")
        return {**{name: getattr(action, name) for name in names}, "ofis": [str(ofi.pk) for ofi in action.ofis.all()]}


class ManyFilesField(forms.FileField):
    """Any number of files, each of which must hold something."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [super(ManyFilesField, self).clean(file, initial) for file in data or []]


class ReportForm(forms.Form):
    """How far an action is, and the files that prove it."""

    words = ThaiTextField(long=True, label=_("Progress"), max_length=LONGEST_WORDS)
    state = forms.ChoiceField(
        label=_("State"), choices=[(code, label) for code, label in State.choices if code in REPORTED]
    )
    percent = ThaiIntegerField(label=_("Per cent done"), required=False)
    value = ThaiTextField(label=_("Value reached"), max_length=200, required=False)
    files = ManyFilesField(
        label=_("Files that prove it"),
        widget=ManyFilesInput(attrs={"accept": ".jpg,.jpeg,.png,.webp,.pdf,.docx,.xlsx,.pptx"}),
        required=False,
    )
    title = ThaiTextField(
        label=_("Title of the file"),
        max_length=300,
        required=False,
        help_text=_("Left blank, the name of the file is taken. A classified file needs it."),
    )
    classification = forms.ChoiceField(
        label=_("Classification"), choices=EvidenceFile.Classification.choices, initial="NORMAL", required=False
    )

    @staticmethod
    def values_of(report: Report | None, action: PlanAction) -> Mapping[str, Any]:
        if report is None:
            return {"state": action.state}
        return {name: getattr(report, name) for name in VALUES}


class SignForm(forms.Form):
    """The word of the head, who stands for it with rank, name and position."""

    rank = ThaiTextField(label=_("Rank"), max_length=100, required=False)
    name = ThaiTextField(label=_("First and last name"), max_length=200)
    position = ThaiTextField(label=_("Position"), max_length=200)
    sure = forms.BooleanField()

    def __init__(self, *args: Any, words: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["sure"].label = words

    @staticmethod
    def values_of(person: Person) -> Mapping[str, Any]:
        return {"rank": person.rank, "name": f"{person.first_name} {person.last_name}".strip()}

    @property
    def signed(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("rank", "name", "position")}
