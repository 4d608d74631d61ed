"""The form that takes a workbook."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from pmqa.criteria import TABLES
from pmqa.exchange.workbook import SheetGrid, WorkbookRefused, read_workbook


class UploadForm(forms.Form):
    """A workbook, read while it is checked; its sheets are then in `sheets`."""

    file = forms.FileField(
        label=_("Excel workbook"),
        help_text=_("An .xlsx or .csv file of at most 10 MB, as the unit keeps it. Nothing is saved before you agree."),
        widget=forms.ClearableFileInput({"accept": ".xlsx,.xlsm,.csv"}),
    )
    table = forms.ChoiceField(
        label=_("Table"),
        required=False,
        help_text=_("Only for a file with a single sheet whose headings do not tell its table."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.sheets: list[SheetGrid] = []
        choices = [(table.key, table.title) for table in TABLES]
        self.fields["table"].choices = [("", _("Tell it from the headings")), *choices]  # type: ignore[attr-defined]

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        try:
            self.sheets = read_workbook(file, name=file.name or "")
        except WorkbookRefused as refused:
            raise ValidationError(refused.message) from None
        return file
