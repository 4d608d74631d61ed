"""Units, people and roles for administrators; who gives or takes a role is recorded."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pmqa.audit.record import Kind, record
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
    fieldsets = (*UserAdmin.fieldsets, (_("Rank"), {"fields": ("rank", "language")}))

    def save_related(self, request, form, formsets, change):
        person = form.instance
        before = _roles_of(person)
        super().save_related(request, form, formsets, change)
        after = _roles_of(person)
        for verb, roles in (("TAKEN", before - after), ("GIVEN", after - before)):
            for kind, unit in sorted(roles, key=str):
                found = Unit.objects.filter(pk=unit).first()
                detail = {"person": person.username, "role": kind}
                record(kind=Kind.ROLE, by=request.user, at=timezone.now(), unit=found, subject=verb, detail=detail)

    def has_delete_permission(self, request, obj=None):
        """Nobody is deleted: what they did stays under their name. An account is made inactive instead."""
        return False


def _roles_of(person: Person) -> set[tuple[str, int | None]]:
    return set(Role.objects.filter(person=person).values_list("kind", "unit"))


@admin.register(Unit)
class UnitAdmin(admin.ModelAdmin):
    list_display = ("name", "code", "kind")
    search_fields = ("name", "code")

    def save_model(self, request, obj, form, change):
        obj.sort_key = sort_key(obj.name)
        super().save_model(request, obj, form, change)
