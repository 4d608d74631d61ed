"""The forms with which staff write a questionnaire."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from pmqa.evidence.fields import LabelChoiceField, ThaiDateField, ThaiIntegerField, ThaiTextField
from satisfaction.models import Question, Questionnaire, Section
from satisfaction.starters import CHOSEN, Asks

MOST_CHOICES = 30
LONGEST_CHOICE = 300
MOST_TOKENS = 1_000


class SectionForm(forms.Form):
    title = ThaiTextField(label=_("Heading of the section"), max_length=300)
    title_en = ThaiTextField(label=_("Heading in English"), max_length=300, required=False)

    @staticmethod
    def values_of(section: Section) -> Mapping[str, Any]:
        return {"title": section.title, "title_en": section.title_en}


class QuestionForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind of question"), choices=Question.Kind.choices)
    text = ThaiTextField(label=_("Question in Thai"), max_length=500)
    text_en = ThaiTextField(label=_("Question in English"), max_length=500, required=False)
    help = ThaiTextField(label=_("Explanation in Thai"), max_length=500, required=False)
    help_en = ThaiTextField(label=_("Explanation in English"), max_length=500, required=False)
    choices = ThaiTextField(
        label=_("Choices in Thai"),
        help_text=_("One on each line; only for questions with choices."),
        long=True,
        required=False,
    )
    choices_en = ThaiTextField(
        label=_("Choices in English"),
        help_text=_("One on each line in the same order, or none at all."),
        long=True,
        required=False,
    )
    required = forms.BooleanField(label=_("Must be answered"), required=False)

    @staticmethod
    def values_of(question: Question) -> Mapping[str, Any]:
        names = ("kind", "text", "text_en", "help", "help_en", "required")
        choices = list(question.choices.all())
        english = [each.text_en for each in choices]
        return {name: getattr(question, name) for name in names} | {
            "choices": "\n".join(each.text for each in choices),
            "choices_en": "\n".join(english) if any(english) else "",
        }

    def clean(self) -> None:
        thai, english = (self._lines(name) for name in ("choices", "choices_en"))
        if self.cleaned_data.get("kind") not in CHOSEN:
            thai = english = []
        elif not 2 <= len(thai) <= MOST_CHOICES:
            self.add_error("choices", ValidationError(_("Write 2 to %(most)s choices."), params={"most": MOST_CHOICES}))
        elif len(set(thai)) != len(thai):
            self.add_error("choices", _("A choice stands here twice."))
        elif english and len(english) != len(thai):
            self.add_error("choices_en", _("There must be as many choices in English as in Thai, or none."))
        if any(len(each) > LONGEST_CHOICE for each in (*thai, *english)):
            words = _("A choice has at most %(most)s characters.")
            self.add_error("choices", ValidationError(words, params={"most": LONGEST_CHOICE}))
        self.pairs = tuple(zip(thai, english or [""] * len(thai), strict=False))

    def _lines(self, name: str) -> list[str]:
        return [line for line in map(str.strip, self.cleaned_data.get(name, "").split("\n")) if line]

    def asks(self) -> Asks:
        """The question that the valid form holds."""
        names = ("kind", "text", "text_en", "help", "help_en", "required")
        return Asks(*(self.cleaned_data[name] for name in names), self.pairs)


class SettingsForm(forms.Form):
    access = forms.ChoiceField(
        label=_("Who may answer"), choices=Questionnaire.Access.choices, widget=forms.RadioSelect
    )
    scale = forms.ChoiceField(label=_("Scale of levels"), choices=Questionnaire.Scale.choices, widget=forms.RadioSelect)
    closes_on = ThaiDateField(
        label=_("Last day of answers"), help_text=_("Blank: until it is closed by hand."), required=False
    )

    @staticmethod
    def values_of(questionnaire: Questionnaire) -> Mapping[str, Any]:
        return {name: getattr(questionnaire, name) for name in ("access", "scale", "closes_on")}


class LastDayForm(forms.Form):
    closes_on = ThaiDateField(
        label=_("Last day of answers"), help_text=_("Blank: until it is closed by hand."), required=False
    )

    @staticmethod
    def values_of(questionnaire: Questionnaire) -> Mapping[str, Any]:
        return {"closes_on": questionnaire.closes_on, "state": questionnaire.state}


# What the history of a survey holds beside its columns.
BESIDE = (
    ("answers", LabelChoiceField(label=_("Answers"), choices=Questionnaire.State.choices)),
    ("closes_on", ThaiDateField(label=_("Last day of answers"))),
)


class TokensForm(forms.Form):
    count = ThaiIntegerField(label=_("How many tokens"), help_text=_("At most 1,000 at once."))
