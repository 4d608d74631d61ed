"""The form with which anybody reports something, without an account."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from complaints.models import FeedbackKind
from pmqa.cycle.models import Assessment
from pmqa.evidence.files import PICTURE, content_type_of
from pmqa.evidence.pictures import clean_picture
from pmqa.profile.models import Service
from pmqa.thai.text import normalise

MOST_PHOTOGRAPHS = 3
LARGEST_PHOTOGRAPH = 10 * 1024 * 1024
LONGEST_MESSAGE = 5_000


@dataclass(frozen=True)
class Filing:
    """What somebody reports, valid and cleaned; `photographs` are JPEG without position and other marks."""

    kind: str
    service: Service | None
    subject: str
    text: str
    name: str
    contact: str
    photographs: tuple[bytes, ...]


class PhotographsInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotographsField(forms.FileField):
    """Up to three photographs, each decoded and made anew: what is no picture, or half of one, is refused here."""

    def clean(self, data: Any, initial: Any = None) -> list[bytes]:
        files = [file for file in data or [] if file]
        if len(files) > MOST_PHOTOGRAPHS:
            raise ValidationError(_("At most %(count)s photographs."), params={"count": MOST_PHOTOGRAPHS})
        return [_photograph(super(PhotographsField, self).clean(file, initial)) for file in files]


def _photograph(file: "UploadedFile[Any]") -> bytes:
    name = {"name": (file.name or "")[:60]}
    if (file.size or 0) > LARGEST_PHOTOGRAPH:
        raise ValidationError(_("“%(name)s” is too large: at most 10 MB."), params=name)
    content = file.read()
    try:
        is_picture = content_type_of(content, file.name or "") == PICTURE
    except ValidationError:
        is_picture = False
    if not is_picture:
        raise ValidationError(_("“%(name)s” is no photograph. Use JPEG, PNG or WEBP."), params=name)
    return clean_picture(content)[0]


class Words(forms.CharField):
    """Text as it is stored: normalised, of one line unless `lines`."""

    def __init__(self, *, lines: bool = False, **options: Any) -> None:
        super().__init__(widget=forms.Textarea if lines else forms.TextInput, **options)
        self.lines = lines
        self.widget.attrs.update({"class": "form-control"})

    def to_python(self, value: Any) -> str:
        return normalise(super().to_python(value) or "", lines=self.lines)


class PublicForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What would you like to send?"), choices=FeedbackKind.choices, widget=forms.RadioSelect
    )
    service = forms.ModelChoiceField(
        label=_("Which service is it about?"),
        queryset=Service.objects.none(),
        required=False,
        empty_label=_("I do not know, or another matter"),
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    subject = Words(label=_("Subject in a few words"), max_length=200)
    text = Words(
        label=_("What happened, or what do you propose?"),
        help_text=_(
            "When, where, what. Please write no names and telephone numbers here: there is a place for yours below."
        ),
        max_length=LONGEST_MESSAGE,
        lines=True,
    )
    photographs = PhotographsField(
        label=_("Photographs"),
        help_text=_("Up to 3, each at most 10 MB. The position stored in them is removed."),
        required=False,
        widget=PhotographsInput(attrs={"class": "form-control", "accept": "image/jpeg,image/png,image/webp"}),
    )
    name = Words(label=_("Your name"), max_length=200, required=False)
    contact = Words(label=_("Telephone or e-mail"), max_length=300, required=False)
    agreed = forms.BooleanField(
        label=_("I have read the privacy notice and agree that the unit keeps what I send."),
        error_messages={"required": _("Please tick this, so that the unit may keep what you send.")},
    )

    def __init__(self, *args: Any, assessment: Assessment, **options: Any) -> None:
        super().__init__(*args, label_suffix="", **options)
        field: Any = self.fields["service"]
        field.queryset = Service.objects.filter(assessment=assessment, deleted_at=None)
        self.fields["name"].widget.attrs["autocomplete"] = "name"

    def filing(self) -> Filing:
        """What the valid form reports."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "agreed"}
        return Filing(**{**values, "photographs": tuple(values["photographs"])})
