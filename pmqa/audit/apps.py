from collections.abc import Sequence

from django.apps import AppConfig
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext_lazy as _

from pmqa.guards import Guard, append_only, keep_laid


def _guards(connection: BaseDatabaseWrapper) -> Sequence[Guard]:
    from pmqa.audit.models import AuditEntry

    return [append_only(AuditEntry, "what was recorded stays as it is")]


class AuditConfig(AppConfig):
    name = "pmqa.audit"
    verbose_name = _("Record of changes")

    def ready(self) -> None:
        keep_laid(self, _guards)
