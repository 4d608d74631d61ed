"""Accounts are made by administrators: nobody signs up alone."""

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse


class ClosedAccounts(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


@login_not_required
def closed(request: HttpRequest, **place: str) -> HttpResponse:
    """What stands where the sign-in library has pages that need e-mail: administrators set passwords here."""
    raise Http404
