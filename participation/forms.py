"""The form of a participation activity: a technique belongs to its level."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from participation.models import TECHNIQUES, Level, ParticipationActivity, Technique, level_of
from pmqa.evidence.fields import form_field
from pmqa.evidence.forms import RowForm


class ParticipationForm(RowForm):
    class Meta:
        model = ParticipationActivity
        fields = (
            "name", "strategy", "duty", "level", "technique", "channel", "held_on", "groups", "progress", "result",
            "evidence",
        )  # fmt: skip
        formfield_callback = form_field

    def dress(self) -> None:
        groups = [(level.label, [(each.value, each.label) for each in TECHNIQUES[level]]) for level in Level]
        self.fields["technique"].widget = forms.Select(
            choices=[("", "—"), *groups], attrs={"data-follows": "level", "class": "form-select"}
        )

    def clean(self) -> dict[str, Any]:
        level, technique = self.cleaned_data.get("level"), self.cleaned_data.get("technique")
        if level and technique and level_of(technique) != level:
            words = {"technique": Technique(technique).label, "level": Level(level_of(technique)).label}
            self.add_error("technique", _("“%(technique)s” is a technique of level “%(level)s”.") % words)
        return super().clean()
