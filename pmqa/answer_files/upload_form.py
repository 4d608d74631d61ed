"""The form that takes a file of answers."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pmqa.answer_files.profile import ANSWER_LIMITS
from pmqa.exchange.refusals import MESSAGES, Refusal
from satisfaction.models import Questionnaire


class AnswerFileForm(forms.Form):
    """A file, and the version of the questionnaire that it answers."""

    questionnaire = forms.ChoiceField(label=gettext_lazy("Version of the questionnaire"))
    file = forms.FileField(
        label=gettext_lazy("File of answers"),
        help_text=gettext_lazy("An .xlsx or .csv file of at most 50 MB, such as Google Forms gives."),
        widget=forms.ClearableFileInput({"accept": ".xlsx,.xlsm,.csv,.tsv,.txt"}),
    )

    def __init__(self, *args: Any, versions: Sequence[Questionnaire], **options: Any) -> None:
        super().__init__(*args, **options)
        self.versions = {str(each.pk): each for each in versions}
        self.fields["questionnaire"].choices = [  # type: ignore[attr-defined]
            (pk, _("Version %(number)s") % {"number": each.version} + f" · {each.get_state_display()}")
            for pk, each in self.versions.items()
        ]

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > ANSWER_LIMITS.file_bytes:
            limit = ANSWER_LIMITS.file_bytes // (1024 * 1024)
            raise ValidationError(str(MESSAGES[Refusal.FILE_TOO_LARGE]) % {"limit": limit})
        return file
