"""What slows robots at a public form: a trap that people do not see, and a signed time stamp. No outside service.

A form takes part by including templates/door/_gate.html with `gate`; its view asks `gate_of(request.POST)`. The stamp
holds the key of the form besides, so that one form sent twice can be told from two forms.
"""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.utils.translation import gettext_lazy as _

TRAP = "website"
SOONEST = datetime.timedelta(seconds=3)
LATEST = datetime.timedelta(days=1)
SALT = "pmqa.door.gate"

TOO_SOON = _("Please look at what you wrote once more, then send again. Nothing is lost.")
TOO_OLD = _("This page had been open for more than a day. Your words are still here: please send again.")


@dataclass(frozen=True)
class Gate:
    """A form's stamp, the key in it, and why the form does not pass yet; no `problem` when it passes."""

    stamp: str
    key: uuid.UUID
    problem: Any = ""


def new_gate(problem: Any = "") -> Gate:
    """The gate of a form that is made now."""
    key = uuid.uuid4()
    return Gate(TimestampSigner(salt=SALT).sign(key.hex), key, problem)


def gate_of(sent: Mapping[str, Any]) -> Gate:
    """The gate of a form that was sent. With a problem the form is shown again, with everything in it but files.

    Too soon keeps the stamp, so that the next try passes; too old, and one that is not ours, gets a new one. Who fell
    into the trap is asked to send again, as a browser may fill in what its owner never saw.
    """
    stamp, signer = str(sent.get("stamp", "")), TimestampSigner(salt=SALT)
    try:
        key = uuid.UUID(signer.unsign(stamp, max_age=LATEST))
    except (BadSignature, ValueError):
        return new_gate(TOO_OLD)
    return Gate(stamp, key, TOO_SOON if _made_just_now(signer, stamp) or sent.get(TRAP) else "")


def _made_just_now(signer: TimestampSigner, stamp: str) -> bool:
    try:
        signer.unsign(stamp, max_age=SOONEST)
    except SignatureExpired:
        return False
    return True
