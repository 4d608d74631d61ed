"""People by group: which C/S groups take part in a row, and how many of each."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from pmqa.evidence.fields import NamesField
from pmqa.evidence.models import GroupCount
from pmqa.profile.models import Group
from pmqa.thai.numbers import parse_int

# "ชาวประมง 25", "ชาวประมง: ๒๕ คน", "ชาวประมง (1,200)".
COUNTED = re.compile(r"^(?P<name>.+?)[\s:=(]+(?P<people>[0-9๐-๙][0-9๐-๙, ]*)\s*(?:คน|people|persons)?\)?$")
LARGEST = 10_000_000


class CountsInput(forms.Textarea):
    """A box to tick and a number for each group; also takes one text of lines under its own name, as a sheet does."""

    template_name = "evidence/counts_input.html"

    def __init__(self, groups: list[Group] | None = None) -> None:
        super().__init__()
        self.groups = groups or []

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        counts = dict(map(parted, filter(None, str(value or "").split("\n"))))
        context["lines"] = [(each, str(each) in counts, counts.get(str(each), "")) for each in self.groups]
        # A group that is none of them stays on the page, so that what was typed is not lost.
        known = {str(each) for each in self.groups}
        context["others"] = "\n".join(
            f"{each} {people}".strip() for each, people in counts.items() if each not in known
        )
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


def parted(line: str) -> tuple[str, str]:
    """A line as the name of its group and the number as written, "" for none."""
    found = COUNTED.match(line.strip())
    return (found["name"].strip(), found["people"].strip()) if found else (line.strip(), "")


class CountsField(NamesField):
    """Groups with numbers of people, a line each: "ชาวประมง 25". A group without a number takes part uncounted."""

    def __init__(self, through: type[GroupCount], **options: Any) -> None:
        super().__init__(Group, **options)
        self.through = through
        self.help_text = self.help_text or _("One group a line, then the number of people: ชาวประมง 25.")

    def to_python(self, value: Any) -> list[Any]:
        counts: dict[str, int | None] = {}
        for line in self._split(str(value or "")):
            name, people = (line, "") if self.lookup.known(Group, line) else parted(line)
            counts[name] = self._people(people) if people else None
        groups = {group.pk: (group, name) for name in counts for group in super(CountsField, self).to_python([name])}
        chosen = sorted(groups.values(), key=lambda pair: (pair[0].position, pair[0].pk))
        return [self.through(group=group, people=counts[name]) for group, name in chosen]

    def _people(self, text: str) -> int:
        try:
            number = parse_int(text)
        except ValueError:
            raise ValidationError(_("“%(text)s” is no number. Write figures only."), params={"text": text}) from None
        if number > LARGEST:
            raise ValidationError(_("“%(text)s” is out of range."), params={"text": text})
        return number

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value


class CountedGroupsField(models.ManyToManyField):  # type: ignore[type-arg]
    """C/S groups that take part in a row, through a GroupCount."""

    def formfield(self, **options: Any) -> Any:
        through: Any = self.remote_field.through
        return CountsField(through, **options)
