"""What every page may need besides what its view gives."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from pmqa.organization.access import Access, access_of


def page(request: HttpRequest) -> dict[str, Any]:
    """`demonstration`, and `access`: what the roles of the person open, read when first asked for; false for nobody."""

    def access() -> Access | None:
        user = getattr(request, "user", None)
        return access_of(user) if user is not None and user.is_authenticated else None

    return {"demonstration": settings.DEMONSTRATION, "access": SimpleLazyObject(access)}
