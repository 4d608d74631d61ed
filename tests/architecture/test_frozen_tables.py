"""Each table in which a unit's evidence is stored is frozen with its assessment, or says why not."""

from django.apps import apps
from django.conf import settings

from pmqa.freezing.tables import FROZEN_APPS, NOT_FROZEN, evidence_models, frozen_tables
from tests.architecture.test_shape import CRITERION_APPS


def test_every_table_of_evidence_is_frozen_or_says_why_not() -> None:
    assert set(CRITERION_APPS) <= set(FROZEN_APPS)
    frozen = {table.label for table in frozen_tables()}
    assert {model._meta.label_lower for model in evidence_models()} - frozen == set()
    for label, reason in NOT_FROZEN.items():
        assert apps.get_model(label)
        assert len(reason) > 20


def test_a_row_belongs_to_what_it_is_a_part_of() -> None:
    paths = {table.label: table.lookup for table in frozen_tables()}
    assert paths["profile.group"] == "assessment"
    assert paths["customers.analysisrow_recipients"] == "analysisrow__assessment"
    assert paths["participation.workinggroupmembers"] == "row__assessment"
    assert paths["satisfaction.answer"] == "response__questionnaire__survey__assessment"


def test_a_file_field_outside_of_evidence_is_no_evidence() -> None:
    """Files that are hashed with a submission are those of the evidence register alone."""
    from django.db.models import FileField

    ours = {app.split(".")[-1] for app in settings.INSTALLED_APPS if app.split(".")[0] in ("pmqa", *CRITERION_APPS)}
    holders = {
        model._meta.label_lower
        for model in apps.get_models()
        if model._meta.app_label in ours and any(isinstance(field, FileField) for field in model._meta.fields)
    }
    assert holders == {"evidence.evidencefile", "reports.reportjob", "followup.reportfile"}
