"""Accounts are made by administrators: nobody signs up alone."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.i18n import set_language

from pmqa.organization.models import Person


class ClosedAccounts(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


@login_not_required
def closed(request: HttpRequest, **place: str) -> HttpResponse:
    """What stands where the sign-in library has pages that need e-mail: administrators set passwords here."""
    raise Http404


def switch_language(request: HttpRequest) -> HttpResponse:
    """The language of the pages from now on; of who is signed in, that of messages to them too."""
    chosen, person = request.POST.get("language", ""), request.user
    if person.is_authenticated and chosen in dict(settings.LANGUAGES):
        Person.objects.filter(pk=person.pk).exclude(language=chosen).update(language=chosen)
    answer: HttpResponse = set_language(request)
    return answer
