"""All units at once: the findings of 8,000 assessments against reading the same rows, and headquarters' heat map from
what is stored. Both databases can be measured: on the one that PMQA_DATABASE_URL names, or on SQLite."""

from collections.abc import Mapping
from typing import Any

UNITS, FEWER = 8_000, 800
MOST_QUERIES, MOST_RATIO, MOST_MEMORY = 100, 2.0, 300
# What the findings are made of: each table once, with the columns of it that they read.
READ: Mapping[str, tuple[str, ...]] = {
    "profile.Group": ("assessment", "pk", "kind", "name"),
    "profile.Duty": ("assessment", "pk", "text"),
    "profile.Service": ("assessment", "pk", "process"),
    "evidence.Improvement": ("assessment", "pk", "source", "problem", "before", "after"),
    "evidence.Improvement.evidence": (),
    "evidence.Statement": ("assessment", "guideline", "text"),
    "evidence.CarriedRow": ("assessment", "said", "said_at"),
    "customers.ClassificationCriterion": ("assessment", "pk"),
    "customers.AnalysisRow": ("assessment", "pk", "service"),
    "customers.AnalysisRow.duties": (),
    "customers.AnalysisRow.recipients": (),
    "customers.AnalysisRow.stakeholders": (),
    "customers.CustomerProfile": ("assessment", "pk", "group", "needs"),
    "customers.GroupingReview": ("assessment", "reviewed_on"),
    "channels.GroupChannel": ("assessment", "pk", "group", "channel", "reason", "method", "responsible"),
    "channels.ChannelEffectiveness": ("assessment", "pk", "channel", "measure", "target", "actual", "upkeep"),
    "channels.ChannelEffectiveness.evidence": (),
    "channels.FindingUse": ("assessment", "pk", "finding", "told_to", "told_on", "improver"),
    "channels.ChannelReview": ("assessment", "reviewed_on"),
    "complaints.HandlingRule": ("assessment", "pk", "kind", "responsible", "steps"),
    "complaints.FollowUpPlan": ("assessment", "pk", "service", "responsible", "frequency"),
    "complaints.FollowUpAnalysis": ("assessment", "pk", "followed", "analyst", "priority"),
    "complaints.SystemReview": ("assessment", "pk", "topic", "held_on", "summary", "took_part"),
    "complaints.SystemReview.evidence": (),
    "complaints.KnowledgeSharing": ("assessment", "pk", "topic", "held_on", "summary", "took_part"),
    "complaints.KnowledgeSharing.evidence": (),
    "participation.Network": ("assessment", "pk", "name", "channels"),
    "participation.Network.groups": (),
    "participation.RelationshipActivity": (*("assessment", "pk", "name", "held_on", "before", "after", "explanation"),),
    "participation.RelationshipActivity.evidence": (),
    "participation.ParticipationActivity": ("assessment", "pk", "name", "held_on", "channel", "result"),
    "participation.ParticipationActivity.evidence": (),
    "participation.ParticipationActivity.groups": (),
    "participation.InformationChannel": ("assessment", "pk", "channel", "reach"),
    "participation.InformationChannel.audience": (),
    "participation.OpinionSummary": ("assessment", "pk", "acknowledged_on"),
    "participation.Publication": ("assessment", "pk", "subject", "published_on", "place", "link"),
    "satisfaction.SatisfactionSurvey": (
        *("assessment", "pk", "title", "starts_on", "criteria", "method", "population", "sample_size", "sampling"),
    ),
    "satisfaction.SatisfactionSurvey.groups": (),
    "satisfaction.SurveyResult": ("assessment", "group", "mean", "dissatisfied"),
    "standards.ServiceStandard": ("assessment", "pk", "service", "total", "unit", "manual"),
    "standards.StandardStep": ("standard", "time", "unit"),
    "standards.Announcement": ("assessment", "standard"),
    "standards.Actual": ("assessment", "cases"),
    "standards.StaffDevelopment": ("assessment", "held_on"),
}


def read_once(ids: list[int]) -> int:
    """Reads what the findings are made of, each table once, with `values_list`; how many rows and links."""
    from django.apps import apps

    found = 0
    for name, columns in READ.items():
        app, model, *field = name.split(".")
        of = apps.get_model(app, model)
        if field:
            many: Any = of._meta.get_field(field[0])
            own = many.m2m_field_name()
            rows = many.remote_field.through.objects.filter(**{f"{own}__assessment__in": ids}).order_by()
            found += len(rows.values_list(f"{own}_id", f"{many.m2m_reverse_field_name()}_id"))
        else:
            standing = {} if model in ("Statement", "CarriedRow") else {"deleted_at": None}
            found += len(of._default_manager.filter(assessment__in=ids, **standing).order_by().values_list(*columns))
    return found
