"""The questionnaire as a form: on the public page, and as the numbers of a sheet of paper."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pmqa.evidence.fields import ThaiTextField
from pmqa.profile.models import Group, Service
from pmqa.thai.digits import to_arabic
from satisfaction.models import Choice, Question, Questionnaire, Section

Kind = Question.Kind
LONGEST_ANSWER = 2_000
KEPT = 3_600  # seconds
SCALES = (Kind.SATISFACTION, Kind.IMPORTANCE)
SCALE = (("5", _("Most")), ("4", _("Much")), ("3", _("Moderate")), ("2", _("Little")), ("1", _("Least")))
YES_NO = (("1", _("Yes")), ("0", _("No")))
CHOOSE = {"required": _("Please choose an answer.")}
NO_ANSWER = ("", _("I would rather not say"))
_QUESTION = re.compile(r"q\d+")


@dataclass(frozen=True)
class Given:
    """One answer that is to be stored: a value, a choice or a text."""

    question: Question
    value: int | None = None
    choice: Choice | None = None
    text: str = ""


@dataclass(frozen=True)
class Filled:
    """An answered questionnaire, valid and cleaned."""

    group: Group | None
    service: Service | None
    answers: tuple[Given, ...]


@dataclass(frozen=True)
class Asked:
    """What a questionnaire asks."""

    questionnaire: Questionnaire
    sections: Sequence[Section]
    groups: Sequence[Group]
    services: Sequence[Service]

    @property
    def questions(self) -> Iterator[Question]:
        return (question for section in self.sections for question in section.questions.all())


def asked_of(questionnaire: Questionnaire) -> Asked:
    """Everything on the page of `questionnaire`, in five queries; in two where its questions were read before."""
    survey = questionnaire.survey
    return Asked(
        questionnaire,
        _sections_of(questionnaire),
        list(survey.groups.filter(deleted_at=None)),
        list(survey.services.filter(deleted_at=None)),
    )


def _sections_of(questionnaire: Questionnaire) -> list[Section]:
    """The sections with their questions and choices. What is published never changes: each web process keeps it."""

    def read() -> list[Section]:
        return list(questionnaire.sections.prefetch_related("questions__choices"))

    if questionnaire.state == Questionnaire.State.DRAFT:
        return read()
    found: list[Section] = cache.get_or_set(f"cs6-asked-{questionnaire.code}-{questionnaire.pk}", read, KEPT)
    return found


def told(row: Any, name: str = "text") -> str:
    """The words of a section, question or choice in the reader's language; Thai where there is no English."""
    english = getattr(row, f"{name}_en")
    words: str = english if english and get_language() == "en" else getattr(row, name)
    return words


class SheetForm(forms.Form):
    """What both forms share: the group and the service where there are several, and one field a question.

    Each form says which field a register (`pick`) and a question (`field_of`) becomes.
    """

    pick: Callable[[Any, Sequence[Any]], forms.Field]
    field_of: Callable[[Question], forms.Field]

    def __init__(self, *args: Any, asked: Asked, **options: Any) -> None:
        super().__init__(*args, label_suffix="", **options)
        self.asked = asked
        for name, label, rows in (
            ("group", _("Which group do you belong to?"), asked.groups),
            ("service", _("Which service is it about?"), asked.services),
        ):
            if len(rows) > 1:
                self.fields[name] = self.pick(label, rows)
        for question in asked.questions:
            self.fields[f"q{question.pk}"] = self.field_of(question)

    def parts(self) -> list[tuple[str, list[Any]]]:
        """The sections, each with its heading and its bound fields."""
        return [
            (told(section, "title"), [self[f"q{each.pk}"] for each in section.questions.all()])
            for section in self.asked.sections
        ]

    def clean(self) -> None:
        if any(_QUESTION.fullmatch(name) and name not in self.fields for name in self.data):
            raise ValidationError(_("These are answers to another questionnaire. Open the page again, please."))
        if not self.errors and not self.filled().answers:
            raise ValidationError(_("No question is answered yet."))

    def filled(self) -> Filled:
        """What the valid form holds."""
        answers = [each for question in self.asked.questions for each in self._given(question)]
        group, service = (
            self._picked(name, rows) for name, rows in (("group", self.asked.groups), ("service", self.asked.services))
        )
        return Filled(group, service, tuple(answers))

    def _picked(self, name: str, rows: Sequence[Any]) -> Any:
        if name in self.fields:
            return next((row for row in rows if str(row.pk) == self.cleaned_data.get(name)), None)
        return rows[0] if len(rows) == 1 else None

    def _given(self, question: Question) -> Iterator[Given]:
        answer = self.cleaned_data.get(f"q{question.pk}")
        if not answer:
            return
        if question.kind == Kind.TEXT:
            yield Given(question, text=answer)
        elif question.kind in (Kind.SINGLE, Kind.MULTIPLE):
            picked = set(answer if isinstance(answer, list) else [answer])
            yield from (Given(question, choice=each) for each in question.choices.all() if str(each.pk) in picked)
        else:
            yield Given(question, value=int(answer))


class AnswerForm(SheetForm):
    """The page of the public. A question that is not required may be passed over."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.asked.questionnaire.access == Questionnaire.Access.TOKENS:
            self.fields["token"] = forms.CharField(
                label=_("Your token"),
                help_text=_("12 letters and digits. It is not kept with your answers: nobody can tell whose they are."),
                max_length=80,
                widget=forms.TextInput(attrs={"class": "form-control code-typed", "autocomplete": "off"}),
            )

    def pick(self, label: Any, rows: Sequence[Any]) -> forms.Field:
        choices = [(str(row.pk), str(row)) for row in rows]
        return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, error_messages=CHOOSE)

    def field_of(self, question: Question) -> forms.Field:
        common: dict[str, Any] = {
            "label": told(question),
            "help_text": told(question, "help"),
            "required": question.required,
        }
        if question.kind == Kind.TEXT:
            field: forms.Field = ThaiTextField(long=True, max_length=LONGEST_ANSWER, **common)
            field.widget = forms.Textarea(attrs={"class": "form-control"})
            return field
        choices, common["error_messages"] = _choices_of(question), CHOOSE
        if question.kind == Kind.MULTIPLE:
            return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **common)
        if not question.required:
            choices = [*choices, NO_ANSWER]
        field = forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
        field.is_scale = question.kind in SCALES  # type: ignore[attr-defined]
        return field

    def typed(self) -> list[tuple[str, str]]:
        """What was typed and ticked, in words, to be shown where it can no longer be sent."""
        found = []
        for name, field in self.fields.items():
            if name == "token":
                continue
            picked = set(self.data.getlist(name))
            labels = [str(label) for code, label in getattr(field, "choices", ()) if code and str(code) in picked]
            words = ", ".join(labels) if hasattr(field, "choices") else self.data.get(name, "")[:LONGEST_ANSWER]
            if words:
                found.append((str(field.label), words))
        return found


def _choices_of(question: Question) -> list[tuple[str, Any]]:
    if question.kind in SCALES:
        return list(SCALE)
    if question.kind == Kind.DISSATISFACTION:
        return list(YES_NO)
    return [(str(each.pk), told(each)) for each in question.choices.all()]


class NumberField(forms.CharField):
    """A choice by its number on the sheet: the codes that the numbers stand for, in Thai or Arabic digits."""

    def __init__(self, codes: dict[str, str], *, many: bool = False, **options: Any) -> None:
        widget = forms.TextInput(attrs={"class": "form-control", "inputmode": "numeric", "autocomplete": "off"})
        super().__init__(widget=widget, max_length=200, **options)
        self.codes, self.many = codes, many

    def clean(self, value: Any) -> Any:
        numbers = [each for each in re.split(r"[\s,./]+", to_arabic(super().clean(value) or "")) if each]
        unknown = [each for each in numbers if each not in self.codes]
        if unknown or (len(numbers) > 1 and not self.many):
            raise ValidationError(_("Type one of: %(numbers)s."), params={"numbers": ", ".join(self.codes)})
        codes = [self.codes[each] for each in numbers]
        return codes if self.many else next(iter(codes), "")


class PaperForm(SheetForm):
    """A sheet of paper, entered by its numbers. What was left blank on the sheet stays blank."""

    def pick(self, label: Any, rows: Sequence[Any]) -> forms.Field:
        codes = {str(number): str(row.pk) for number, row in enumerate(rows, start=1)}
        legend = " · ".join(f"{number} {row}" for number, row in enumerate(rows, start=1))
        return NumberField(codes, label=label, help_text=legend)

    def field_of(self, question: Question) -> forms.Field:
        if question.kind == Kind.TEXT:
            field: forms.Field = ThaiTextField(max_length=LONGEST_ANSWER, label=told(question), required=False)
            field.widget = forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"})
            return field
        pairs = _choices_of(question)
        if question.kind in (Kind.SINGLE, Kind.MULTIPLE):
            codes = {str(number): code for number, (code, _label) in enumerate(pairs, start=1)}
            legend = " · ".join(f"{number} {label}" for number, (_code, label) in enumerate(pairs, start=1))
        else:
            codes = {code: code for code, _label in pairs}
            legend = "5 … 1" if question.kind in SCALES else " · ".join(f"{code} {label}" for code, label in pairs)
        many = question.kind == Kind.MULTIPLE
        return NumberField(codes, many=many, label=told(question), help_text=legend, required=False)
