from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RollupConfig(AppConfig):
    name = "pmqa.rollup"
    verbose_name = _("Results of all units")
