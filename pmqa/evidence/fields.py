"""Form fields that take what people type, paste or keep in a workbook: Thai text, dates, numbers, choices, names."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from pmqa.cycle.models import Row
from pmqa.evidence.lookup import Lookup
from pmqa.evidence.widgets import ThaiDateInput, TypedTextarea, TypedTextInput
from pmqa.thai.dates import read_date
from pmqa.thai.numbers import parse_int
from pmqa.thai.text import fold, normalise, split_names

LONGEST_TEXT = 20_000
# No date, number or choice is longer; more is not even read, as reading a number of a million figures takes minutes.
LONGEST_WORD = 200
# A cell with so many names that nobody knows holds something else: more of them would only take time.
MOST_UNKNOWN = 20


def as_text(value: Any) -> str:
    """What a cell holds, as text."""
    return "" if value is None else str(value)


def refuse_long(text: str, most: int) -> None:
    """ValidationError when `text` has more than `most` characters."""
    if len(text) > most:
        raise ValidationError(_("This text is too long: at most %(count)s characters."), params={"count": most})


class ThaiTextField(forms.CharField):
    """Text, normalised; lines are kept in long text only."""

    def __init__(self, *, long: bool = False, **options: Any) -> None:
        options["max_length"] = options.get("max_length") or LONGEST_TEXT
        options["widget"] = TypedTextarea if long else TypedTextInput
        super().__init__(strip=False, **options)
        self.long = long

    def to_python(self, value: Any) -> str:
        text = as_text(value)
        refuse_long(text, 4 * LONGEST_TEXT)  # before it is normalised, which may make it shorter
        return normalise(text, lines=self.long)


class ThaiDateField(forms.Field):
    """A date in the Buddhist era as people write it, in three parts, or as a real date."""

    widget = ThaiDateInput
    default_error_messages = {
        "invalid": _("“%(text)s” is no date. Write day month year, for example 15 ต.ค. 2568."),
    }

    def to_python(self, value: Any) -> datetime.date | None:
        written = value if isinstance(value, datetime.date) else as_text(value)
        if not as_text(written).strip():
            return None
        refuse_long(as_text(written), LONGEST_WORD)
        try:
            return read_date(written).date
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], params={"text": value}) from None


class ThaiIntegerField(forms.Field):
    """A whole number from 0, in Arabic or Thai digits."""

    widget = TypedTextInput
    default_error_messages = {
        "invalid": _("“%(text)s” is no number. Write figures only."),
        "range": _("“%(text)s” is out of range."),
    }
    LARGEST = 2_147_483_647

    def to_python(self, value: Any) -> int | None:
        text = as_text(value).strip()
        if not text:
            return None
        refuse_long(text, LONGEST_WORD)
        try:
            number = parse_int(text)
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], params={"text": text}) from None
        if not 0 <= number <= self.LARGEST:
            raise ValidationError(self.error_messages["range"], params={"text": text})
        return number


class LabelChoiceField(forms.ChoiceField):
    """A choice given by its code or by its label in either language."""

    default_error_messages = {"invalid_choice": _("“%(value)s” is not a choice. Choose from: %(choices)s.")}

    def to_python(self, value: Any) -> str:
        text = as_text(value)
        refuse_long(text, LONGEST_WORD)
        text = normalise(text, lines=False)
        return self._codes().get(fold(text), text)

    def prepare_value(self, value: Any) -> Any:
        """The code that the page's list knows; a row's values hold the label."""
        return self._codes().get(fold(as_text(value)), value)

    def label_of(self, code: str) -> str:
        """The label of a stored code, in the reader's language; what is no code stays as it is."""
        return str(dict(self._pairs()).get(code, code))

    def _codes(self) -> dict[str, str]:
        kept: dict[str, str] | None = self.__dict__.get("_kept")
        if kept is None:
            kept = {fold(code): code for code, _label in self._pairs()}
            for language in ("th", "en"):
                with override(language):
                    kept |= {fold(str(label)): code for code, label in self._pairs()}
            self._kept = kept
        return kept

    def _pairs(self) -> list[tuple[str, Any]]:
        """Codes and labels, the blank choice left out."""
        choices: Any = self.choices
        return [(code, label) for code, label in choices if code]

    def validate(self, value: str) -> None:
        forms.Field.validate(self, value)
        if value and not self.valid_value(value):
            labels = ", ".join(str(label) for _code, label in self._pairs())
            raise ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value, "choices": labels}
            )


class NameField(forms.Field):
    """One row of a register, given by name."""

    widget: type[forms.Widget] | forms.Widget = TypedTextInput
    lookup: Lookup

    def __init__(self, model: type[Row], **options: Any) -> None:
        super().__init__(**options)
        self.model = model

    def to_python(self, value: Any) -> Any:
        text = as_text(value)
        refuse_long(text, LONGEST_TEXT)
        name = normalise(text, lines=False)
        return self.lookup.find(self.model, name) if name else None

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, models.Model) else value

    @property
    def suggestions(self) -> list[str]:
        return [str(row) for row in self.lookup.all(self.model)]


class NamesField(NameField):
    """Several rows of a register, given by names on lines, between commas or numbered, or as a list of names."""

    widget: type[forms.Widget] | forms.Widget = TypedTextarea

    def to_python(self, value: Any) -> list[Any]:
        names = value if isinstance(value, list | tuple) else self._split(as_text(value))
        found, problems = [], []
        for name in names:
            try:
                refuse_long(str(name), LONGEST_TEXT)
                found.append(self.lookup.find(self.model, str(name)))
            except ValidationError as problem:
                problems.extend(problem.messages)
            if len(problems) >= MOST_UNKNOWN:
                break
        if problems:
            raise ValidationError(problems)
        # In the order of the register, as they come back from the database: the order of typing is not kept.
        return sorted(dict.fromkeys(found), key=lambda row: (row.position, row.pk))

    def _split(self, text: str) -> list[str]:
        """A name may hold a comma of its own: the whole text and whole lines are tried before they are split."""
        refuse_long(text, LONGEST_TEXT)
        whole = normalise(text)
        if not whole:
            return []
        if self._is_whole(whole):
            return [whole]
        names: list[str] = []
        for line in whole.split("\n"):
            names.extend([line] if self._is_whole(line) else split_names(line))
        return names

    def _is_whole(self, text: str) -> bool:
        """Whether `text` names one row of the register."""
        return self.lookup.known(self.model, text) is not None

    def prepare_value(self, value: Any) -> Any:
        """Names on lines, as a cell holds them; a list of names for boxes to tick."""
        names = [str(row) for row in value] if isinstance(value, list | tuple | models.QuerySet) else value
        if getattr(self.widget, "allow_multiple_selected", False):
            return names.split("\n") if isinstance(names, str) else names
        return "\n".join(names) if isinstance(names, list) else names


def form_field(field: "models.Field[Any, Any]", **options: Any) -> forms.Field | None:
    """The form field of a model field: Django's `formfield_callback` for every evidence table."""
    common: dict[str, Any] = {"label": field.verbose_name, "required": not field.blank, "help_text": field.help_text}
    register: Any = field.related_model
    if type(field) is models.ManyToManyField:
        return NamesField(register, **common)
    if isinstance(field, models.ForeignKey):
        return NameField(register, **common)
    if field.choices:
        return LabelChoiceField(choices=[("", "—"), *field.choices], initial=field.get_default(), **common)
    if isinstance(field, models.DateField):
        return ThaiDateField(**common)
    if isinstance(field, models.IntegerField):
        return ThaiIntegerField(**common)
    if type(field) is models.TextField:
        return ThaiTextField(long=True, **common)
    if type(field) is models.CharField:
        return ThaiTextField(max_length=field.max_length, **common)
    return field.formfield(**common)
