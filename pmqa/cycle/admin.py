"""Rounds and the assignment of assessors, for administrators until headquarters has pages of its own."""

from django.contrib import admin

from pmqa.cycle.models import Assessment, Assignment, Round

admin.site.register(Round)


class AssignmentInline(admin.TabularInline):
    model = Assignment
    extra = 0


@admin.register(Assessment)
class AssessmentAdmin(admin.ModelAdmin):
    """Units are put into a round here; the state is changed by actions only."""

    list_display = ("unit", "round", "state")
    list_filter = ("round", "state")
    readonly_fields = ("state", "returned_reason", "changed_at")
    inlines = (AssignmentInline,)
