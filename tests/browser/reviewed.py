"""An assessment in review with two assessors, made by a process of its own: `python -m tests.browser.reviewed`."""

import datetime
import os


def make() -> None:
    from django.utils import timezone

    from customers.models import ClassificationCriterion
    from pmqa.cycle.models import Assessment, Assignment, Round
    from pmqa.organization.models import Person, Role, Unit
    from tests.browser.conftest import PASSWORD

    unit = Unit.objects.create(code="alpha", name="หน่วยเรือ")
    cycle = Round.objects.create(
        year=2569, opens_on=datetime.date(2025, 10, 1), closes_on=datetime.date(2199, 9, 30), opened_at=timezone.now()
    )
    assessment = Assessment.objects.create(unit=unit, round=cycle)
    ClassificationCriterion.objects.create(assessment=assessment, criterion="ตามพันธกิจ", reason="ชัดเจน")
    Assessment.objects.filter(pk=assessment.pk).update(state="IN_REVIEW")
    for name in ("assessor1", "assessor2"):
        assessor = Person.objects.create_user(username=name, password=PASSWORD)
        Role.objects.create(person=assessor, kind=Role.Kind.ASSESSOR)
        Assignment.objects.create(assessment=assessment, assessor=assessor, declared_at=timezone.now())


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pmqa.settings")
    import django

    django.setup()
    make()
