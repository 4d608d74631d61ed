from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def _lay_guards(using: str, **_given: Any) -> None:
    from pmqa.audit.models import AuditEntry
    from pmqa.guards import append_only, lay

    lay(connections[using], [append_only(AuditEntry, "what was recorded stays as it is")])


class AuditConfig(AppConfig):
    name = "pmqa.audit"
    verbose_name = _("Record of changes")

    def ready(self) -> None:
        post_migrate.connect(_lay_guards, sender=self)
