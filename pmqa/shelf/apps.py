from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ShelfConfig(AppConfig):
    name = "pmqa.shelf"
    verbose_name = _("Good practices")
