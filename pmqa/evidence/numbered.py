"""Forms of rows that have a number: the system gives the next one where none is written."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from pmqa.cycle.models import Assessment
from pmqa.evidence.fields import as_text
from pmqa.evidence.forms import RowForm
from pmqa.thai.text import fold

MOST_FIGURES = 9


def number_after(start: str, numbers: Iterable[str]) -> int:
    """The next number after those of `numbers` that begin with `start`, in any spelling of it; 1 where there is none.

    What has more figures than anybody counts to is a mistake that does not count: no number could follow it.
    """
    wanted, first, used = fold(start), fold(start[:1]), 0
    for number in numbers:
        if number.startswith(start):
            figures = number[len(start) :]
        elif number[:1].casefold() == first and fold(number).startswith(wanted):
            figures = fold(number)[len(wanted) :]
        else:
            continue
        if figures.isdecimal() and len(figures) <= MOST_FIGURES:
            used = max(used, int(figures))
    return used + 1


class NumberedForm(RowForm):
    """A form with the column `number`. `first_number` is the next free one, which ends in figures after a hyphen."""

    given = ("number",)
    first_number: Callable[[Assessment], str]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["number"].required = False
        self.fields["number"].help_text = _("Left blank, the next number is given.")
        self._next = ""
        self._foreseen: frozenset[str] = frozenset()

    def foresee(self, lines: Iterable[Mapping[str, Any]]) -> None:
        self._foreseen = frozenset(fold(as_text(line.get("number"))) for line in lines)

    def clean_number(self) -> str:
        return self.cleaned_data["number"] or self.instance.number or self._next_number()

    def _next_number(self) -> str:
        """One form reads a whole sheet: each row without a number gets one of its own, for one query, and none that
        stands further down."""
        number = self._next or self.first_number(self.assessment)
        while fold(number) in self._foreseen:
            number = _after(number)
        self._next = _after(number)
        return number


def _after(number: str) -> str:
    start, _hyphen, figures = number.rpartition("-")
    return f"{start}-{int(figures) + 1:0{len(figures)}}"
