"""The form of a registered evidence file: the number is given by the system unless a workbook brings one."""

import re
from typing import Any

from pmqa.evidence.fields import form_field
from pmqa.evidence.files import next_number
from pmqa.evidence.forms import RowForm
from pmqa.evidence.models import EvidenceFile

NUMBER = re.compile(r"^E-(CS[1-7]|P)-")


class EvidenceFileForm(RowForm):
    sets = ("criterion",)

    class Meta:
        model = EvidenceFile
        fields = ("number", "title", "effective_on", "classification", "caption", "place", "taken_on")
        formfield_callback = form_field

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["number"].required = False

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"] or next_number(self.assessment, "P")
        found = NUMBER.match(number)
        self.instance.criterion = found[1] if found else "P"
        return number
