"""Forms of CS1 whose columns are not fields of one model: the analysis sheet, and the profile with its group's type."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from customers.models import AnalysisRow, CustomerProfile
from pmqa.cycle.models import Row
from pmqa.evidence.fields import LabelChoiceField, ThaiTextField, form_field
from pmqa.evidence.forms import Cell, RowForm, Values
from pmqa.profile.models import Duty, Group, Service


def _text(model: type[Row], name: str, **options: Any) -> ThaiTextField:
    """A line of text as `model` keeps it in the field `name`."""
    field: Any = model._meta.get_field(name)
    return ThaiTextField(**{"label": field.verbose_name, "max_length": field.max_length, **options})


def _duty(source: Duty.Source) -> ThaiTextField:
    return _text(Duty, "text", label=source.label, required=False)


class AnalysisForm(RowForm):
    """The official sheet writes a duty's text in the column of its source, and names process and product freely:
    a duty or service that the registers do not have yet is added to them with the row."""

    SOURCES = {
        "duty_ministry": Duty.Source.MINISTRY,
        "duty_other_law": Duty.Source.OTHER_LAW,
        "duty_vision": Duty.Source.VISION,
        "duty_assigned": Duty.Source.ASSIGNED,
    }
    sets = ("service",)

    duty_ministry = _duty(Duty.Source.MINISTRY)
    duty_other_law = _duty(Duty.Source.OTHER_LAW)
    duty_vision = _duty(Duty.Source.VISION)
    duty_assigned = _duty(Duty.Source.ASSIGNED)
    process = _text(Service, "process")
    product = _text(Service, "product", required=False)

    class Meta:
        model = AnalysisRow
        fields = ("recipients", "stakeholders", "evidence")
        formfield_callback = form_field

    field_order = (*SOURCES, "process", "product", "recipients", "stakeholders", "evidence")

    @classmethod
    def values_of(cls, row: Any) -> Values:
        values: Values = dict.fromkeys(cls.SOURCES, "")
        by_source = {source: name for name, source in cls.SOURCES.items()}
        for duty in row.duties.all():
            values[by_source[duty.source]] = duty.text
        values |= {"process": row.service.process, "product": row.service.product}
        return values | {name: cls._cell(row, name) for name in cls.Meta.fields}

    def _cleaned_cell(self, name: str) -> Cell:
        if name in self.Meta.fields:
            return super()._cleaned_cell(name)
        return str(self.cleaned_data.get(name) or "")

    def clean_recipients(self) -> list[Group]:
        return self._of_kind("recipients", Group.Kind.RECIPIENT)

    def clean_stakeholders(self) -> list[Group]:
        return self._of_kind("stakeholders", Group.Kind.STAKEHOLDER)

    def _of_kind(self, name: str, kind: Group.Kind) -> list[Group]:
        groups: list[Group] = self.cleaned_data[name]
        wrong = [group for group in groups if group.kind != kind]
        if wrong:
            raise ValidationError(
                gettext("“%(group)s” is a %(kind)s in Category P, item 8: write it in that column.")
                % {"group": wrong[0], "kind": wrong[0].get_kind_display()}
            )
        return groups

    def prepare(self) -> list[Row]:
        added: list[Row] = []
        self.duties = [
            self._known_or_new(Duty, f"{source}:{text}", added, source=source, text=text)
            for name, source in self.SOURCES.items()
            if (text := self.cleaned_data[name])
        ]
        process, product = self.cleaned_data["process"], self.cleaned_data["product"]
        name = f"{process} ({product})"
        self.instance.service = self._known_or_new(Service, name, added, process=process, product=product)
        return added

    def _known_or_new(self, model: type[Row], name: str, added: list[Row], **fields: Any) -> Any:
        row = self.lookup.known(model, name)
        if row is None:
            row = model(assessment=self.assessment, **fields)
            self.lookup.add([row])
            added.append(row)
        return row

    def many(self) -> dict[str, list[Any]]:
        return {**super().many(), "duties": self.duties}


class ProfileForm(RowForm):
    """The profile sheet repeats the type of the group; the register of groups is where it is kept."""

    kind = LabelChoiceField(label=_("Type of group"), choices=[("", "—"), *Group.Kind.choices], required=False)

    class Meta:
        model = CustomerProfile
        fields = ("group", "description", "needs", "expectations", "reached_by", "responsible", "evidence")
        formfield_callback = form_field

    field_order = ("group", "kind")

    @classmethod
    def values_of(cls, row: Any) -> Values:
        return {"kind": row.group.get_kind_display()} | {name: cls._cell(row, name) for name in cls.Meta.fields}

    def _cleaned_cell(self, name: str) -> Cell:
        if name == "kind":
            return str(self.cleaned_data["group"].get_kind_display())
        return super()._cleaned_cell(name)

    def clean(self) -> dict[str, Any]:
        group, kind = self.cleaned_data.get("group"), self.cleaned_data.get("kind")
        if group and kind and kind != group.kind:
            self.add_error(
                "kind",
                gettext("“%(group)s” is a %(kind)s in Category P, item 8.")
                % {"group": group, "kind": group.get_kind_display()},
            )
        return super().clean()
