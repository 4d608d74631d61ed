from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LikenessConfig(AppConfig):
    name = "pmqa.likeness"
    verbose_name = _("Equal texts and files")
