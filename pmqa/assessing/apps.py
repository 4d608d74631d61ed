from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessingConfig(AppConfig):
    name = "pmqa.assessing"
    verbose_name = _("Assessing")
