"""Every address of the system, with arguments that lead somewhere, and a picture of everything that is stored."""

import datetime
import io
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from PIL import Image

from pmqa.criteria import CRITERIA, TABLES, table_of
from pmqa.cycle.models import Assessment
from pmqa.evidence.actions import writing
from pmqa.evidence.durable import store_bytes
from pmqa.evidence.files import store_file
from pmqa.evidence.models import EvidenceFile, RowChange
from pmqa.evidence.tables import EvidenceTable
from pmqa.organization.models import Person
from pmqa.personal.actions import keep
from pmqa.personal.models import PersonalRecord
from pmqa.profile.models import Group
from pmqa.registers import IMPROVEMENTS
from pmqa.reports.models import ReportJob
from satisfaction.actions import draft_of, publish, start_draft
from satisfaction.models import AnswerImport, PaperSheet, Question, Response
from satisfaction.starters import STARTERS
from standards.models import StandardStep
from tests.every_table.rows import REGISTERS, SAMPLES

NOW = datetime.datetime(2026, 3, 1, 9, 0, tzinfo=datetime.UTC)
# No page of the unit but that of who looks at it shows this.
CONTACT = "081-234-5678"
# The tables whose rows stand in addresses of their own.
OF_ROWS = {"improvements": IMPROVEMENTS, "surveys": table_of("cs6-surveys")}
# The rows that addresses name by their id, and how they belong to an assessment.
OF_ASSESSMENT: dict[str, tuple[Any, str]] = {
    "step": (StandardStep, "assessment"),
    "job": (ReportJob, "assessment"),
    "file": (AnswerImport, "questionnaire__survey__assessment"),
    "sheet": (PaperSheet, "questionnaire__survey__assessment"),
}
NOT_OURS = ("admin", "accounts", "i18n")


def picture() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(buffer, "PNG")
    return buffer.getvalue()


def fill_every_table(assessment: Assessment, by: Person, fill: Callable[..., Any]) -> None:
    """A row in every table, a person where there may be one, a file, and a report that is made."""
    for key, rows in REGISTERS.items():
        fill(key, rows, into=assessment, by=by)
    for table in TABLES:
        if table.key not in REGISTERS:
            fill(table.key, [SAMPLES[table.key].lines[0]], into=assessment, by=by)
    with writing(assessment, by):
        store_file(
            assessment=assessment,
            criterion="CS1",
            title="",
            content=picture(),
            name="ภาพ.png",
            by=by,
            at=timezone.now(),
        )
    for table in with_people():
        row = table.rows_of(assessment).first()
        keep(assessment=assessment, table=table, row=row, name="สมหญิง", contact=CONTACT, by=by, at=timezone.now())
    with writing(assessment, by):
        survey = table_of("cs6-surveys").rows_of(assessment).first()
        start_draft(survey=survey, parts=STARTERS[0].parts)
        publish(survey=survey, at=NOW, today=NOW.date())
        group = survey.groups.first()
        told = {"questionnaire": survey.questionnaires.first(), "group": group, "day": NOW.date()}
        responses = Response.objects.bulk_create(Response(**told, source="PAPER") for _n in range(5))
        PaperSheet.objects.create(
            questionnaire=told["questionnaire"], response=responses[0], by=by, number=1, entered_on=NOW.date()
        )
        AnswerImport.objects.create(questionnaire=survey.questionnaires.first(), by=by, called="a.csv", state="DONE")
        start_draft(survey=survey, parts=STARTERS[0].parts)
    name = store_bytes(b"%PDF-1.7 made", f"reports/{uuid.uuid4()}.pdf")
    ReportJob.objects.create(assessment=assessment, by=by, fingerprint="x", state="DONE", progress=100, file=name)


def with_people() -> list[EvidenceTable]:
    """The tables whose rows may have people behind them."""
    names = {str(pattern.name) for _route, pattern in patterns()}
    return [table for table in TABLES if f"{table.key}-people" in names]


@dataclass(frozen=True)
class Address:
    name: str
    url: str


def patterns(resolver: Any = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            if not route.startswith(NOT_OURS):
                yield from patterns(pattern, route)
        elif not route.startswith(NOT_OURS):
            yield route, pattern


def addresses(assessment: Assessment) -> list[Address]:
    """Every address of the unit's part of the system, its arguments taken from what `assessment` holds."""
    tables = {table.key: table for table in TABLES}
    found = []
    for route, pattern in patterns():
        if not route.startswith("units/"):
            continue
        given = {"unit": assessment.unit.code, "year": assessment.year}
        table = pattern.default_args.get("table") or next(
            (table for part, table in OF_ROWS.items() if f"{part}/<" in route), None
        )
        for name in pattern.pattern.converters:
            given[name] = _argument(name, tables[table.key] if table else None, assessment)
        fixed = {name: value for name, value in given.items() if f":{name}>" in route}
        found.append(Address(str(pattern.name), reverse(str(pattern.name), kwargs={**pattern.default_args, **fixed})))
    return found


def one_of_each(assessment: Assessment) -> list[Address]:
    """The addresses of two tables, a photo sheet of another, and all that belong to no table: every view, with less to
    wait for."""
    others = tuple(f"/tables/{table.key}/" for table in TABLES if table.key not in ("cs2-channels", "evidence"))
    photos = tuple(f"cs5-activities-photos{step}" for step in ("", "-upload", "-make"))
    return [
        each for each in addresses(assessment) if each.name in photos or not any(place in each.url for place in others)
    ]


def _argument(name: str, table: Any, assessment: Assessment) -> Any:
    if name == "row":
        return table.rows_of(assessment).first().pk if table else Group.objects.filter(assessment=assessment).first().pk
    if name in OF_ASSESSMENT:
        model, path = OF_ASSESSMENT[name]
        return model._default_manager.filter(**{path: assessment}).first().pk
    if name == "change":
        row = table.rows_of(assessment).first()
        return RowChange.objects.filter(table=table.model._meta.label_lower, row_id=row.pk).first().pk
    if name == "record":
        return PersonalRecord.objects.filter(table=table.key, row_id=table.rows_of(assessment).first().pk).first().pk
    if name == "number":
        return EvidenceFile.objects.filter(assessment=assessment).exclude(stored="").first().number
    if name in ("section", "question"):
        draft = draft_of(OF_ROWS["surveys"].rows_of(assessment).first())
        question = Question.objects.filter(section__questionnaire=draft, kind=Question.Kind.TEXT).first()
        return question.pk if name == "question" else question.section_id
    charted = next(criterion for criterion in CRITERIA if criterion.has_charts)
    if name == "key":
        return charted.charts_of(assessment)[0].key
    return {"guideline": "CS1-A1", "ofi": 1, "action": 1, "month": 6,
            "code": charted.code.lower(), "field": "group", "column": "profile",
            "unit": assessment.unit.code, "year": assessment.year}[name]  # fmt: skip


def everything() -> dict[str, list[Any]]:
    """Every stored row of every table but sessions."""
    models = (model for model in apps.get_models(include_auto_created=True) if model._meta.label != "sessions.Session")
    return {model._meta.label: list(model._default_manager.order_by("pk").values_list()) for model in models}
