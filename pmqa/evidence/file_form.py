"""The form of a registered evidence file: the number is given by the system unless a workbook brings one."""

import re
from typing import Any

from pmqa.evidence.fields import form_field
from pmqa.evidence.files import next_number
from pmqa.evidence.forms import RowForm
from pmqa.evidence.models import EvidenceFile

NUMBER = re.compile(r"^E-([A-Z]{1,4}[0-9]{0,2})-")
OF_NO_CRITERION = "P"


class EvidenceFileForm(RowForm):
    sets = ("criterion",)

    class Meta:
        model = EvidenceFile
        fields = ("number", "title", "effective_on", "classification", "caption", "place", "taken_on")
        formfield_callback = form_field

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["number"].required = False
        self.given = 0

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"] or self.instance.number or self._next()
        found = NUMBER.match(number)
        self.instance.criterion = found[1] if found else OF_NO_CRITERION
        return number

    def _next(self) -> str:
        """One form reads a whole sheet: each row without a number gets one of its own."""
        self.given += 1
        return next_number(self.assessment, OF_NO_CRITERION, skip=self.given - 1)
