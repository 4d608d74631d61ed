from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


def _lift_guards(using: str, **_given: Any) -> None:
    """SQLite rebuilds a table under another name, which it refuses while a trigger speaks of the table."""
    from pmqa.guards import lift

    lift(connections[using])


def _lay_guards(using: str, **_given: Any) -> None:
    from pmqa.freezing.guarding import guards_in
    from pmqa.guards import lay

    lay(connections[using], guards_in(connections[using]))


class FreezingConfig(AppConfig):
    name = "pmqa.freezing"
    verbose_name = _("Frozen submissions")

    def ready(self) -> None:
        pre_migrate.connect(_lift_guards, sender=self)
        post_migrate.connect(_lay_guards, sender=self)
