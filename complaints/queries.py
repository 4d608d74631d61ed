"""The facts of CS3 for many assessments at once, and the parts of the register: the only place that counts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.guidelines import AnalysisFact, Facts, ImprovementFact, PlanFact, RuleFact, SessionFact
from complaints.models import (
    Case,
    FeedbackKind,
    FollowUpAnalysis,
    FollowUpPlan,
    HandlingRule,
    KnowledgeSharing,
    Session,
    SystemReview,
)
from pmqa.cycle.models import Assessment
from pmqa.evidence.facts import counts_by, names, proved, standing
from pmqa.evidence.models import Improvement
from pmqa.evidence.tables import Narrowing
from pmqa.profile.models import Service
from pmqa.thai.working_days import working_days_after

Status, Source = Case.Status, Improvement.Source
OPEN = (Status.RECEIVED, Status.IN_PROGRESS)
# A case that is due within so many working days is due soon.
SOON = 3
# So many subjects stand in the year-end summary.
MOST_FREQUENT = 3


def facts_of(assessments: Sequence[Assessment]) -> Mapping[int, Facts]:
    """The facts of each assessment by id. Seven queries, however many assessments and rows."""
    kinds = tuple((str(code), str(label)) for code, label in FeedbackKind.choices)
    services, rules, plan = names(Service, "process", assessments), _rules(assessments), _plan(assessments)
    analysis, improvements = _analysis(assessments), _improvements(assessments)
    reviews, sharing = _sessions(SystemReview, assessments), _sessions(KnowledgeSharing, assessments)
    return {
        each.pk: Facts(
            year=each.year,
            kinds=kinds,
            services=services[each.pk],
            rules=tuple(rules[each.pk]),
            plan=tuple(plan[each.pk]),
            analysis=tuple(analysis[each.pk]),
            reviews=tuple(reviews[each.pk]),
            sharing=tuple(sharing[each.pk]),
            improvements=tuple(improvements[each.pk]),
        )
        for each in assessments
    }


def _rules(assessments: Sequence[Assessment]) -> Mapping[int, list[RuleFact]]:
    found = defaultdict(list)
    rows = standing(HandlingRule, assessments).values_list("assessment", "pk", "kind", "responsible", "steps")
    for assessment, pk, kind, responsible, steps in rows:
        found[assessment].append(RuleFact(pk, kind, bool(responsible), bool(steps)))
    return found


def _plan(assessments: Sequence[Assessment]) -> Mapping[int, list[PlanFact]]:
    found = defaultdict(list)
    rows = standing(FollowUpPlan, assessments).values_list(
        "assessment", "pk", "service", "service__process", "responsible", "frequency"
    )
    for assessment, pk, service, name, responsible, frequency in rows:
        found[assessment].append(PlanFact(pk, name, service, bool(responsible), bool(frequency)))
    return found


def _analysis(assessments: Sequence[Assessment]) -> Mapping[int, list[AnalysisFact]]:
    found = defaultdict(list)
    rows = standing(FollowUpAnalysis, assessments).values_list("assessment", "pk", "followed", "analyst", "priority")
    for assessment, pk, followed, analyst, priority in rows:
        found[assessment].append(AnalysisFact(pk, followed, bool(analyst), bool(priority)))
    return found


def _sessions(model: type[Session], assessments: Sequence[Assessment]) -> Mapping[int, list[SessionFact]]:
    found = defaultdict(list)
    rows = proved(standing(model, assessments)).values_list(
        "assessment", "pk", "topic", "held_on", "is_proved", "summary", "took_part"
    )
    for assessment, pk, topic, held_on, evidence, summary, took_part in rows:
        found[assessment].append(SessionFact(pk, topic, held_on, evidence, bool(summary), bool(took_part)))
    return found


def _improvements(assessments: Sequence[Assessment]) -> Mapping[int, list[ImprovementFact]]:
    found = defaultdict(list)
    rows = standing(Improvement, assessments).filter(source__in=(Source.COMPLAINT, Source.SUGGESTION))
    for assessment, pk, name, evidence in proved(rows).values_list("assessment", "pk", "problem", "is_proved"):
        found[assessment].append(ImprovementFact(pk, name, evidence))
    return found


def plans_by_service(assessments: Sequence[Assessment]) -> Mapping[int, Mapping[int, int]]:
    """How many rows of the follow-up plan each service has, by assessment and service id."""
    return counts_by(FollowUpPlan, "service", assessments)


def overdue(cases: "QuerySet[Any]", by: Any = None) -> "QuerySet[Any]":
    """The open cases whose due date has passed."""
    return cases.filter(status__in=OPEN, due_on__lt=timezone.localdate())


def due_soon(cases: "QuerySet[Any]", by: Any = None) -> "QuerySet[Any]":
    """The open cases that are due today or within three working days."""
    today = timezone.localdate()
    return cases.filter(status__in=OPEN, due_on__range=(today, working_days_after(today, SOON).date))


def without_owner(cases: "QuerySet[Any]", by: Any = None) -> "QuerySet[Any]":
    return cases.filter(status__in=OPEN, owner=None)


def owned(cases: "QuerySet[Any]", by: Any) -> "QuerySet[Any]":
    """The open cases of the person `by`."""
    return cases.filter(status__in=OPEN, owner=by)


NARROWINGS = (
    Narrowing("overdue", gettext_lazy("Overdue"), overdue),
    Narrowing("soon", gettext_lazy("Due soon"), due_soon),
    Narrowing("mine", gettext_lazy("My open cases"), owned),
    Narrowing("no-owner", gettext_lazy("Without an owner"), without_owner),
)


def year_lines(assessment: Assessment) -> list[str]:
    """What the register of the year tells the unit head. Five queries, however many cases."""
    cases = standing(Case, [assessment]).order_by()
    kinds = dict(cases.values_list("kind").annotate(n=Count("pk")))
    if not kinds:
        return [_("No complaint, suggestion, comment or compliment was received.")]
    words = ", ".join(f"{label} {kinds[kind]}" for kind, label in FeedbackKind.choices if kind in kinds)
    counted = _("%(total)s cases were received: %(kinds)s.") % {"total": sum(kinds.values()), "kinds": words}
    return [counted, _answers_line(cases), *_subject_lines(cases), *_improvement_lines(assessment)]


def _answers_line(cases: "QuerySet[Any]") -> str:
    answered = Q(answered_on__isnull=False)
    found = cases.aggregate(
        in_time=Count("pk", filter=answered & Q(due_on__gte=F("answered_on"))),
        late=Count("pk", filter=answered & Q(due_on__lt=F("answered_on"))),
        undated=Count("pk", filter=answered & Q(due_on=None)),
        open=Count("pk", filter=Q(status__in=OPEN)),
        unanswered=Count("pk", filter=Q(answered_on=None) & ~Q(status__in=OPEN)),
        overdue=Count("pk", filter=Q(status__in=OPEN, due_on__lt=timezone.localdate())),
    )
    lines = [
        _("Answered in time %(in_time)s, late %(late)s; still open %(open)s, of which overdue %(overdue)s."),
        _("Answered, but without a due date: %(undated)s.") if found["undated"] else "",
        _("Closed without an answer: %(unanswered)s.") if found["unanswered"] else "",
    ]
    return " ".join(filter(None, lines)) % found


def _subject_lines(cases: "QuerySet[Any]") -> list[str]:
    """The subjects that came most often; none where each came once."""
    often = cases.exclude(subject="").values_list("subject").annotate(n=Count("pk")).filter(n__gt=1)
    most = often.order_by("-n", "subject")[:MOST_FREQUENT]
    words = ", ".join(_("“%(subject)s” %(n)s times") % {"subject": subject, "n": n} for subject, n in most)
    return [_("Most frequent subjects: %(subjects)s.") % {"subjects": words}] if words else []


def _improvement_lines(assessment: Assessment) -> list[str]:
    """What was changed; an improvement that does not say yet how is none for the unit head."""
    rows = standing(Improvement, [assessment]).filter(source__in=(Source.COMPLAINT, Source.SUGGESTION))
    return [
        _("Improved: %(problem)s → %(change)s") % {"problem": problem, "change": change}
        for problem, change in rows.exclude(change="").values_list("problem", "change")
    ]
