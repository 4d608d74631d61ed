"""Units, people and roles for administrators."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.utils.translation import gettext_lazy as _

from pmqa.organization.models import Person, Role, Unit
from pmqa.thai.sorting import sort_key

admin.site.site_header = admin.site.site_title = _("PMQA Category 3")
admin.site.index_title = _("Administration")


class RoleInline(admin.TabularInline):
    model = Role
    extra = 0


@admin.register(Person)
class PersonAdmin(UserAdmin):
    inlines = (RoleInline,)
    fieldsets = (*UserAdmin.fieldsets, (_("Rank"), {"fields": ("rank",)}))


@admin.register(Unit)
class UnitAdmin(admin.ModelAdmin):
    list_display = ("name", "code", "kind")
    search_fields = ("name", "code")

    def save_model(self, request, obj, form, change):
        obj.sort_key = sort_key(obj.name)
        super().save_model(request, obj, form, change)
