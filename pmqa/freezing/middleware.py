"""Who is too late by a moment reads so: a write that the database refuses, because it guards the row, is no fault."""

from collections.abc import Callable

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from pmqa.guards import refused


class SubmittedMeanwhile:
    """Pages ask first whether an assessment may be changed; this is for what comes between the asking and the write."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, IntegrityError) and refused(error):
            return render(request, "freezing/refused.html", status=409)
        return None
