from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CycleConfig(AppConfig):
    name = "pmqa.cycle"
    verbose_name = _("Rounds and assessments")
