"""Forms of rows that have a number: the system gives the next one where none is written."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from pmqa.cycle.models import Assessment
from pmqa.evidence.forms import RowForm


class NumberedForm(RowForm):
    """A form with the column `number`. `first_number` is the next free one, which ends in figures after a hyphen."""

    given = ("number",)
    first_number: Callable[[Assessment], str]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["number"].required = False
        self.fields["number"].help_text = _("Left blank, the next number is given.")
        self._next = ""

    def clean_number(self) -> str:
        return self.cleaned_data["number"] or self.instance.number or self._next_number()

    def _next_number(self) -> str:
        """One form reads a whole sheet: each row without a number gets one of its own, for one query."""
        if not self._next:
            self._next = self.first_number(self.assessment)
        number = self._next
        start, _hyphen, figures = number.rpartition("-")
        self._next = f"{start}-{int(figures) + 1:0{len(figures)}}"
        return number
