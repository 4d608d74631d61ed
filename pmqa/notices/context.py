"""The number of unread notices, for the head of every page."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from pmqa.notices.models import Notice


def inbox(request: HttpRequest) -> dict[str, Any]:
    """`unread`: counted when first asked for, in one query; nothing is asked for who is not signed in."""

    def unread() -> int:
        user = getattr(request, "user", None)
        if user is None or not user.is_authenticated:
            return 0
        return Notice.objects.filter(person=user, read_at=None).count()

    return {"unread": SimpleLazyObject(unread)}
