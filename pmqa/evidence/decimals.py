"""Numbers with a fraction, as cells of sheets hold them: "4.21", "๔.๒๑", a workbook's 4.21."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from pmqa.evidence.fields import LONGEST_WORD, as_text, refuse_long
from pmqa.evidence.widgets import TypedTextInput
from pmqa.thai.numbers import parse_decimal

PLACES = 2


def decimal_label(value: Decimal | None) -> str:
    """A number as a cell shows it, to two places: "4.21"."""
    return "" if value is None else f"{Decimal(value):.{PLACES}f}"


class DecimalCellFormField(forms.Field):
    """A number of at most two places; more are rounded, halves up. A per cent sign behind it is passed over."""

    widget = TypedTextInput

    def to_python(self, value: Any) -> Decimal | None:
        text = as_text(value).strip().removesuffix("%").strip()
        if not text:
            return None
        refuse_long(text, LONGEST_WORD)
        try:
            number = parse_decimal(text).quantize(Decimal(1).scaleb(-PLACES), ROUND_HALF_UP)
        except (ValueError, ArithmeticError):
            message = _("“%(text)s” is no number. Write figures only.")
            raise ValidationError(message, params={"text": text}) from None
        if abs(number) > DecimalCellField.LARGEST:
            raise ValidationError(_("“%(text)s” is out of range."), params={"text": text})
        return number

    def prepare_value(self, value: Any) -> Any:
        return decimal_label(value) if isinstance(value, Decimal) else value


class DecimalCellField(models.DecimalField):  # type: ignore[type-arg]
    """A number to two places."""

    LARGEST = 999_999

    def __init__(self, *args: Any, **options: Any) -> None:
        options |= {"max_digits": 8, "decimal_places": PLACES}
        super().__init__(*args, **options)

    def formfield(self, **options: Any) -> Any:
        return DecimalCellFormField(**options)

    def shown(self, value: Decimal) -> str:
        return decimal_label(value)
