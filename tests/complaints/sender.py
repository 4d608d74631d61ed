"""Somebody without an account at the public door of a unit."""

import html
import re
from typing import Any

import time_machine
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from pmqa.door.gate import SOONEST

WORDS = {"kind": "COMPLAINT", "subject": "ข่าวอากาศช้า", "text": "เรือออกไปแล้ว", "agreed": "on"}
URL = "/feedback/alpha/"
FOLLOW = f"{URL}follow/"


def text_of(response: Any) -> str:
    return html.unescape(response.content.decode())


class Sender:
    """Opens the form, takes the time that a person takes, and sends it."""

    def __init__(self, address: str = "192.0.2.7", language: str = "th") -> None:
        self.client = Client(REMOTE_ADDR=address, HTTP_ACCEPT_LANGUAGE=language)

    def stamp(self) -> str:
        return stamp_in(self.client.get(URL))

    def send(self, stamp: str = "", after: Any = 2 * SOONEST, **values: Any) -> HttpResponse:
        stamp = stamp or self.stamp()
        with time_machine.travel(timezone.now() + after):
            return self.client.post(URL, {**WORDS, "stamp": stamp, **values})

    def follow(self, code: str) -> HttpResponse:
        return self.client.post(FOLLOW, {"code": code})


def stamp_in(response: Any) -> str:
    found = re.search(r'name="stamp"\s+value="([^"]+)"', text_of(response))
    assert found
    return found[1]


def code_in(response: Any) -> str:
    """The code on the page, "" when there is none."""
    found = re.search(r'<code class="code-shown"[^>]*>([^<]+)</code>', text_of(response))
    return found[1] if found else ""
