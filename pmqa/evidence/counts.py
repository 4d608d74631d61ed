"""People by group: which C/S groups take part in a row, and how many of each."""

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from pmqa.evidence.fields import MOST_UNKNOWN, NamesField
from pmqa.evidence.models import GroupCount
from pmqa.profile.models import Group
from pmqa.thai.numbers import parse_int
from pmqa.thai.text import fold

# "ชาวประมง 25", "ชาวประมง: ๒๕ คน", "ชาวประมง (1,200)". Bounded: a long line of figures takes no longer than any other.
COUNTED = re.compile(
    r"^(?P<name>.+?)[\s:=(]{1,5}(?P<people>[0-9๐-๙][0-9๐-๙,]{0,19})\s?(?:คน|ราย|นาย|ท่าน|people|persons)?\s?\)?$"
)
LARGEST = 10_000_000
# More words after the name of a group are no attempt at its number.
MOST_WORDS = 3


class CountsInput(forms.Textarea):
    """A box to tick and a number for each group; also takes one text of lines under its own name, as a sheet does."""

    template_name = "evidence/counts_input.html"

    def __init__(self, groups: list[Group] | None = None) -> None:
        super().__init__()
        self.groups = groups or []

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        known = {fold(str(each)) for each in self.groups}
        typed = (parted(line, lambda text: fold(text) in known) for line in filter(None, str(value or "").split("\n")))
        counts = {fold(group): (group, people) for group, people in typed}
        context["lines"] = [
            (each, fold(str(each)) in counts, counts.get(fold(str(each)), ("", ""))[1]) for each in self.groups
        ]
        # A group that is none of them stays on the page, so that what was typed is not lost.
        others = (pair for key, pair in counts.items() if key not in known)
        context["others"] = "\n".join(f"{group} {people}".strip() for group, people in others)
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        lines = [
            f"{each} {people}".strip()
            for each in self.groups
            if (people := str(data.get(f"{name}_{each.pk}") or "").strip()) or data.get(f"{name}_{each.pk}_in")
        ]
        typed = data.get(name)
        return "\n".join([*lines, str(typed)] if typed else lines) if lines else typed

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False


def parted(line: str, known: Callable[[str], bool]) -> tuple[str, str]:
    """A line as the name of its group and the number as written, "" for none.

    `known` tells the names of groups: one may end in a figure, and what follows one is meant as its number.
    """
    line = line.strip()
    if known(line):
        return line, ""
    found = COUNTED.match(line)
    name, people = (found["name"].strip(), found["people"]) if found else (line, "")
    if not known(name):
        start = line
        for _word in range(MOST_WORDS):
            start = start.rpartition(" ")[0]
            if start and known(start):
                return start, line[len(start) :].strip()
    return name, people


class CountsField(NamesField):
    """Groups with numbers of people, a line each: "ชาวประมง 25". A group without a number takes part uncounted."""

    def __init__(self, through: type[GroupCount], **options: Any) -> None:
        super().__init__(Group, **options)
        self.through = through
        self.help_text = self.help_text or _("One group a line, then the number of people: ชาวประมง 25.")

    def to_python(self, value: Any) -> list[Any]:
        counts: dict[Any, int | None] = {}
        problems: list[str] = []
        for line in self._split(str(value or "")):
            try:
                group, people = self._counted(line)
                if None not in (people, counts.get(group)) and people != counts[group]:
                    text = _("“%(name)s” stands twice: keep one of the rows.")
                    raise ValidationError(text, params={"name": group})
            except ValidationError as problem:
                problems.extend(problem.messages)
                if len(problems) >= MOST_UNKNOWN:
                    break
            else:
                counts[group] = counts.get(group) if people is None else people
        if problems:
            raise ValidationError(problems)
        chosen = sorted(counts, key=lambda group: (group.position, group.pk))
        return [self.through(group=group, people=counts[group]) for group in chosen]

    def _is_whole(self, text: str) -> bool:
        name, people = parted(text, super()._is_whole)
        try:
            return super()._is_whole(name) and self._people(people or "0") >= 0
        except ValidationError:
            return False

    def _counted(self, line: str) -> tuple[Any, int | None]:
        name, people = parted(line, super()._is_whole)
        [group] = super().to_python([name])
        return group, self._people(people) if people else None

    def _people(self, text: str) -> int:
        try:
            number = parse_int(text)
        except ValueError:
            raise ValidationError(_("“%(text)s” is no number. Write figures only."), params={"text": text}) from None
        if not 0 <= number <= LARGEST:
            raise ValidationError(_("“%(text)s” is out of range."), params={"text": text})
        return number

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value


class CountedGroupsField(models.ManyToManyField):  # type: ignore[type-arg]
    """C/S groups that take part in a row, through a GroupCount."""

    def formfield(self, **options: Any) -> Any:
        through: Any = self.remote_field.through
        return CountsField(through, **options)
