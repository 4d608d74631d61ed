from collections.abc import Sequence

from django.apps import AppConfig
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext_lazy as _

from pmqa.guards import Guard, keep_laid


def _guards(connection: BaseDatabaseWrapper) -> Sequence[Guard]:
    from pmqa.freezing.guarding import guards_in

    return guards_in(connection)


class FreezingConfig(AppConfig):
    name = "pmqa.freezing"
    verbose_name = _("Frozen submissions")

    def ready(self) -> None:
        keep_laid(self, _guards)
