from collections.abc import Sequence

from django.apps import AppConfig
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext_lazy as _

from pmqa.guards import Guard, keep_laid


def _guards(connection: BaseDatabaseWrapper) -> Sequence[Guard]:
    from pmqa.followup.locks import guards

    return guards()


class FollowupConfig(AppConfig):
    name = "pmqa.followup"
    verbose_name = _("Improvement plans")

    def ready(self) -> None:
        keep_laid(self, _guards)
