"""Widgets of evidence tables. Each also takes one plain text under its own name: a grid, a paste or a workbook."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import get_language

from pmqa.thai.dates import MONTHS, MONTHS_ENGLISH, format_date


class TypedTextInput(forms.TextInput):
    """A line of text."""


class TypedTextarea(forms.Textarea):
    """Lines of text; a list under the same name (ticked boxes) comes through as it is."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 3, **(attrs or {})})


class ThaiDateInput(forms.Widget):
    """Day, name of the month and Buddhist-era year: three plain fields that need no script."""

    template_name = "evidence/date_input.html"

    def format_value(self, value: Any) -> str:
        return format_date(value, "numeric") if isinstance(value, datetime.date) else (value or "")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        parts = self.format_value(value).split("/")
        day, month, year = parts if len(parts) == 3 else ("", "", "")
        names = MONTHS if (get_language() or "th") == "th" else MONTHS_ENGLISH
        context["widget"] |= {"day": day, "month": month, "year": year, "months": list(enumerate(names, start=1))}
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        parts = [str(data.get(f"{name}_{part}") or "").strip() for part in ("day", "month", "year")]
        if any(parts):
            return "/".join(parts)
        return data.get(name)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(key in data for key in (name, f"{name}_day"))

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_day" if id_ else id_
