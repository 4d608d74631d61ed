"""How many people to ask: sample sizes for a population, with the formula worked through."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from pmqa.thai.numbers import parse_int
from pmqa.thai.samples import krejcie_morgan, yamane

LARGEST = 100_000_000


def sample_size(request: HttpRequest) -> HttpResponse:
    """The sample sizes by Yamane and by Krejcie and Morgan for ?population=…, as a page or the part of one."""
    text = request.GET.get("population", "").strip()[:40]
    context: dict[str, object] = {"population": text}
    if text:
        try:
            population = parse_int(text)
            if not 1 <= population <= LARGEST:
                raise ValueError
            context |= {"n": population, "yamane": yamane(population), "krejcie_morgan": krejcie_morgan(population)}
        except ValueError:
            context["problem"] = _("Write the number of people in the group, from 1 to 100,000,000.")
    part = request.headers.get("HX-Target") == "sample-result"
    return render(request, "evidence/_sample_result.html" if part else "evidence/sample.html", context)
