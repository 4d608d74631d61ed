"""The form of a registered evidence file: the number is given by the system unless a workbook brings one."""

import re
from functools import partial

from pmqa.evidence.fields import form_field
from pmqa.evidence.files import next_number
from pmqa.evidence.models import EvidenceFile
from pmqa.evidence.numbered import NumberedForm

NUMBER = re.compile(r"^E-([A-Z]{1,4}[0-9]{0,2})-")
OF_NO_CRITERION = "P"


class EvidenceFileForm(NumberedForm):
    sets = ("criterion",)
    first_number = staticmethod(partial(next_number, criterion=OF_NO_CRITERION))

    class Meta:
        model = EvidenceFile
        fields = ("number", "title", "effective_on", "classification", "caption", "place", "taken_on")
        formfield_callback = form_field

    def clean_number(self) -> str:
        number = super().clean_number()
        found = NUMBER.match(number)
        self.instance.criterion = found[1] if found else OF_NO_CRITERION
        return number
