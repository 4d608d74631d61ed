"""Words that are put together when somebody reads them.

Of the reasons of thousands of units hardly one is read: to fill the words of each takes longer than to find it.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy


def _fill(message: Any, values: Mapping[str, Any]) -> str:
    return str(message) % values


_filled: Any = lazy(_fill, str)
_Message: Any = gettext_lazy("").__class__


class Later(_Message):  # type: ignore[misc]
    """A message as `gettext_lazy` gives it. Django's own is translated as soon as `%` fills values in."""

    def __mod__(self, values: Mapping[str, Any]) -> Any:
        return _filled(self, values)


def later(message: str) -> Any:
    """The message in the language of who reads it, whatever values are filled in with `%`."""
    return Later((message,), {})
