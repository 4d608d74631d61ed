"""How the tests ask for the pages of the consensus and send their forms."""

import uuid
from typing import Any

from django.test import Client
from django.urls import reverse

from pmqa.judging.models import Sheet

PLACE = ["alpha", 2569]
CANARY, AGREED = "นกขมิ้นเหลืองอ่อน", "นกกาเหว่าเอย"
PAGES = ("consensus", "consensus-item", "consensus-scores", "consensus-submit")


def at(name: str, *more: str) -> str:
    return reverse(name, args=[*PLACE, *more])


def sent(**fields: str) -> dict[str, str]:
    return {"sent": str(uuid.uuid4()), **fields}


def settle(client: Client, item: str = "CS1-A1", verdict: str = "NOT_APPLICABLE", **fields: str) -> Any:
    form = sent(item=item, verdict=verdict, version="1") | fields
    headers = {"HX-Request": "true"} if form.pop("htmx", "") else {}
    return client.post(at("consensus-settle"), form, headers=headers)


def save_remark(client: Client, code: str = "cs1", **fields: str) -> Any:
    words = {"kind": "OFI", "point": "", "text": "ควรทบทวนทุกปี", **fields}
    return client.post(at("consensus-remark", code), sent(**words))


def held(sheet: Sheet, item: str = "CS1-A1") -> tuple[str, str]:
    judgement = sheet.judgements.get(item=item)
    return judgement.verdict, judgement.words
