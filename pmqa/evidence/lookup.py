"""Registers of one assessment by name: what a typed or imported name means."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from pmqa.cycle.models import Assessment, Row
from pmqa.thai.text import fold


class Lookup:
    """Names of the rows of an assessment's registers. Each register is read once, in one query, when first asked.

    A register is a model with `names`, the ways in which a row is called, and `known_in`, the rows that an assessment
    may name. Rows that an import adds are told with `add`, so that later sheets can name them.
    """

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self._rows: dict[type[Row], dict[str, list[Any]]] = {}

    def _register(self, model: type[Row]) -> dict[str, list[Any]]:
        if model not in self._rows:
            self._rows[model] = {}
            self.add(model.known_in(self.assessment))
        return self._rows[model]

    def add(self, rows: Iterable[Any]) -> None:
        """Makes `rows` known by their names, for registers that were read already."""
        for row in rows:
            register = self._rows.get(type(row))
            if register is not None:
                for name in dict.fromkeys(fold(name) for name in row.names):
                    register.setdefault(name, []).append(row)

    def forget(self) -> None:
        """Reads every register anew when next asked."""
        self._rows.clear()

    def find(self, model: type[Row], name: str) -> Any:
        """The row of `model` called `name`, the first of the register when several share it (one process with two
        products); ValidationError when there is none."""
        found = self.known(model, name)
        if found is not None:
            return found
        texts = {"name": name if len(name) <= 200 else f"{name[:60]}…", "register": model._meta.verbose_name_plural}
        close = self._close(model, name)
        if close:
            texts["close"] = close
            raise ValidationError(_("“%(name)s” is not in %(register)s. Did you mean “%(close)s”?") % texts)
        raise ValidationError(_("“%(name)s” is not in %(register)s. Add it there first, or correct the name.") % texts)

    def known(self, model: type[Row], name: str) -> Any | None:
        """The first row of `model` called `name`, or None."""
        return next(iter(self._register(model).get(fold(name), [])), None)

    def all(self, model: type[Row]) -> list[Any]:
        """Every row of `model`, each once, in the order of the register."""
        return list(dict.fromkeys(row for rows in self._register(model).values() for row in rows))

    def _close(self, model: type[Row], name: str) -> str:
        names = {fold(str(row)): str(row) for row in self.all(model)}
        match = get_close_matches(fold(name), names, n=1, cutoff=0.75)
        return names[match[0]] if match else ""
