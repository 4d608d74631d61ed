"""What is written into a discussion."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pmqa.discussion.models import Message
from pmqa.evidence.fields import ThaiTextField

LONGEST_MESSAGE = 2000


class MessageForm(forms.Form):
    text = ThaiTextField(long=True, label=_("Message"), max_length=LONGEST_MESSAGE, required=False)
    settles = forms.BooleanField(label=_("With this the point is settled"), required=False)

    def __init__(self, *args: Any, side: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].widget.attrs |= {"rows": 4, "id": "message"}
        if side != Message.Side.ASSESSOR:
            del self.fields["settles"]
