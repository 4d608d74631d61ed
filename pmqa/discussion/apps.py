from collections.abc import Sequence

from django.apps import AppConfig
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext_lazy as _

from pmqa.guards import Guard, append_only, keep_laid


def _guards(connection: BaseDatabaseWrapper) -> Sequence[Guard]:
    from pmqa.discussion.models import Message

    return [append_only(Message, "what was said in a discussion stays as it is")]


class DiscussionConfig(AppConfig):
    name = "pmqa.discussion"
    verbose_name = _("Discussion")

    def ready(self) -> None:
        keep_laid(self, _guards)
