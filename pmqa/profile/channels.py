"""The channels by which a unit hears and reaches people: the official ones by code, any other by its own name."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from pmqa.thai.text import fold, normalise, split_names


class Channel(models.TextChoices):
    SURVEY = "SURVEY", _("Survey")
    WALK_IN = "WALK_IN", _("Walk-in")
    SMALL_GROUP = "SMALL_GROUP", _("Small-group meeting")
    WORKSHOP = "WORKSHOP", _("Workshop")
    COMPLAINT_BOX = "COMPLAINT_BOX", _("Complaint box")
    HOTLINE = "HOTLINE", _("Hotline")
    WEBSITE = "WEBSITE", _("Website")
    SOCIAL_MEDIA = "SOCIAL_MEDIA", _("Social media")
    COMPLAINTS = "COMPLAINTS", _("Complaints received")


OFFICIAL: Mapping[str, Any] = dict(Channel.choices)


def channel_label(value: str) -> str:
    """The name of a stored channel in the language of the reader; a channel of the unit's own is its own name."""
    return str(OFFICIAL.get(value, value))


# Other words that units use for the official channels.
ALSO = {
    "แบบสอบถาม": Channel.SURVEY,
    "มาติดต่อด้วยตนเอง": Channel.WALK_IN,
    "ตู้รับข้อร้องเรียน": Channel.COMPLAINT_BOX,
    "ตู้รับความคิดเห็น": Channel.COMPLAINT_BOX,
    "โทรศัพท์สายด่วน": Channel.HOTLINE,
    "เว็บไซท์": Channel.WEBSITE,
}


@cache
def _codes() -> dict[str, str]:
    """Every spelling of the official channels, folded, with its code; both languages."""
    codes = {fold(word): str(code.value) for word, code in ALSO.items()}
    for language in ("th", "en"):
        with override(language):
            codes |= {fold(str(channel.label)): str(channel.value) for channel in Channel}
    return codes | {fold(code): code for code in Channel.values}


def channel_code(text: str) -> str:
    """The code of an official channel, else the name as written (at most one line)."""
    name = normalise(text, lines=False)
    return _codes().get(fold(name), name)


class ChannelFormField(forms.CharField):
    """A channel typed or picked: an official one by any of its names, or one of the unit's own."""

    def to_python(self, value: Any) -> str:
        return channel_code(super().to_python(value) or "")

    def prepare_value(self, value: Any) -> Any:
        return channel_label(value) if isinstance(value, str) else value

    def label_of(self, stored: str) -> str:
        """What is stored in the reader's language."""
        return channel_label(stored)

    @property
    def suggestions(self) -> list[str]:
        return [str(channel.label) for channel in Channel]


class ChannelsFormField(forms.CharField):
    """Several channels, one a line or between commas."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> str:
        return "\n".join(dict.fromkeys(map(channel_code, split_names(super().to_python(value) or ""))))

    def prepare_value(self, value: Any) -> Any:
        return self.label_of(value) if isinstance(value, str) else value

    def label_of(self, stored: str) -> str:
        return "\n".join(channel_label(each) for each in stored.split("\n"))


class ChannelField(models.CharField):
    """A channel: the code of an official one, or the name of the unit's own."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("max_length", 120)
        super().__init__(*args, **options)

    def formfield(self, **options: Any) -> Any:
        return super().formfield(**{"form_class": ChannelFormField, **options})

    def shown(self, value: str) -> str:
        """The words that stand for a stored value, in the reader's language."""
        return channel_label(value)


class ChannelsField(models.TextField):
    """Several channels, one a line, each as a ChannelField stores it."""

    def formfield(self, **options: Any) -> Any:
        return ChannelsFormField(**{"max_length": 2000, **options})

    def shown(self, value: str) -> str:
        return "\n".join(channel_label(each) for each in value.split("\n"))
