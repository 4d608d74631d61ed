from collections.abc import Sequence

from django.apps import AppConfig
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext_lazy as _

from pmqa.guards import Guard, keep_laid


def _guards(connection: BaseDatabaseWrapper) -> Sequence[Guard]:
    from pmqa.judging.locks import guards

    return guards()


class JudgingConfig(AppConfig):
    name = "pmqa.judging"
    verbose_name = _("Judgements")

    def ready(self) -> None:
        from pmqa.cycle.actions import require
        from pmqa.cycle.models import Assessment
        from pmqa.judging.consensus import refuse_consensus, refuse_publication

        keep_laid(self, _guards)
        require(Assessment.State.CONSENSUS, refuse_consensus)
        require(Assessment.State.PUBLISHED, refuse_publication)
