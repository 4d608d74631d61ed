"""Lines that each begin with a date: what was done to a case, how a project went on."""

import datetime
import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pmqa.evidence.fields import LONGEST_TEXT, ThaiDateField, as_text, refuse_long
from pmqa.evidence.widgets import TypedTextarea
from pmqa.thai.dates import format_date, read_date
from pmqa.thai.text import normalise

# "วันอังคารที่ 3 ก.พ. พ.ศ. 2569" has the most words of the ways in which people write a date.
MOST_WORDS = 5
MARKS = "-–•*· "
DAY = re.compile(r"^\d{1,2}(?!\d)")
HELP = _("One line for each day: the date, then what was done.")
NO_DATE = _("“%(text)s” does not begin with a date. Write for example 15 ต.ค. 2568 and then what was done.")


class DatedLinesFormField(forms.CharField):
    """Lines as people write them: "3 ก.พ. 2569 called back". A line without a date goes on with the one before."""

    widget = TypedTextarea

    def __init__(self, **options: Any) -> None:
        super().__init__(strip=False, help_text=options.pop("help_text", "") or HELP, **options)

    def to_python(self, value: Any) -> str:
        text = as_text(value)
        refuse_long(text, LONGEST_TEXT)
        lines: list[str] = []
        for line in filter(None, normalise(text).split("\n")):
            found = _dated(line)
            if found is not None:
                lines.append(f"{found[0].isoformat()} {found[1]}".strip())
            elif _dated(DAY.sub("1", line.lstrip(MARKS))):
                raise ValidationError(ThaiDateField.default_error_messages["invalid"], params={"text": line[:60]})
            elif lines:
                lines[-1] = f"{lines[-1]} {line}"
            else:
                raise ValidationError(NO_DATE, params={"text": line[:60]})
        return "\n".join(lines)

    def prepare_value(self, value: Any) -> Any:
        return self.label_of(value) if isinstance(value, str) else value

    def label_of(self, stored: str) -> str:
        """The stored lines in the reader's calendar."""
        return dated_label(stored)


def _dated(line: str) -> tuple[datetime.date, str] | None:
    """The date with which a line begins, after a bullet or not, and the rest of the line."""
    words = line.lstrip(MARKS).split(" ")
    for count in range(min(MOST_WORDS, len(words)), 0, -1):
        try:
            day = read_date(" ".join(words[:count]).rstrip(":")).date
        except ValueError:
            continue
        return day, " ".join(words[count:]).lstrip(":–- ")
    return None


def entries_of(stored: str) -> Iterator[tuple[datetime.date, str]]:
    """Each stored line as its date and its words."""
    for line in stored.split("\n") if stored else ():
        day, _space, words = line.partition(" ")
        yield datetime.date.fromisoformat(day), words


def dated_label(stored: str) -> str:
    """Stored lines as a cell shows them; what is no stored line (typed and refused) stays as it is."""
    language = get_language() or "th"
    try:
        entries = list(entries_of(stored))
    except ValueError:
        return stored
    return "\n".join(f"{format_date(day, language=language)} {words}".strip() for day, words in entries)


class DatedLinesField(models.TextField):  # type: ignore[type-arg]
    """Lines stored as "2026-02-03 called back", shown in the reader's calendar."""

    def formfield(self, **options: Any) -> Any:
        return DatedLinesFormField(**options)

    def shown(self, value: str) -> str:
        return dated_label(value)
