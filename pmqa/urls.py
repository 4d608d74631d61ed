"""Every address of the system."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path, re_path
from django_q.models import Failure, OrmQ, Schedule, Success

from complaints import public
from pmqa.assessing import urls as assessing
from pmqa.criteria import CRITERIA, TABLES
from pmqa.door import busy
from pmqa.evidence import file_views, sampling
from pmqa.evidence.urls import table_urls
from pmqa.exchange.plain import plain_bytes
from pmqa.organization.accounts import closed, switch_language
from pmqa.personal.urls import unit_urls
from pmqa.registers import EVIDENCE_FILES, IMPROVEMENTS, REGISTERS
from pmqa.reminders import views as reminder_views
from pmqa.reports import manual_views
from pmqa.statistics.sheets import tables_bytes
from satisfaction import public as surveys
from satisfaction.urls import design, result_urls
from standards import public as standards_public
from standards.urls import page_urls

# Whoever may write a schedule can have any function of the machine called: schedules are made by `prepare` alone.
# The queue is shown there only where it is in the database.
admin.site.unregister([model for model in (Failure, OrmQ, Schedule, Success) if admin.site.is_registered(model)])

# The core names no criterion: what it must know of them for evidence numbers is told to it here.
codes = {"criteria": tuple(criterion.code for criterion in CRITERIA)}

tables: list[URLPattern | URLResolver] = [
    *(pattern for table in (*REGISTERS, IMPROVEMENTS) for pattern in table_urls(table)),
    *table_urls(EVIDENCE_FILES, **codes),
    path("", include("customers.urls")),
    path("", include("channels.urls")),
    path("", include("complaints.urls")),
    path("", include("participation.urls")),
    path("", include("satisfaction.urls")),
    path("", include("standards.urls")),
]

files = [
    path("upload/", file_views.evidence_upload, codes, name="evidence-upload"),
    # Units number papers as offices do ("กห 0505/12"): a number may hold a slash.
    path("thumbnails/<path:number>/", file_views.evidence_thumbnail, name="evidence-thumbnail"),
    path("<path:number>/", file_views.evidence_file, name="evidence-file"),
]

unit = [
    path("tables/", include(tables)),
    path("files/", include(files)),
    path("", include(design)),
    path("", include("pmqa.answer_files.urls")),
    path("", include("pmqa.exchange.urls")),
    path("", include("pmqa.carryover.urls")),
    path("", include("pmqa.yearend.urls")),
    path("", include("pmqa.threads.urls")),
    path("", include("pmqa.reports.urls")),
    path("", include("pmqa.statistics.urls")),
    *result_urls(tables_bytes),
    path("", include("pmqa.submission.urls")),
    *page_urls,
    *unit_urls({table.key: table for table in TABLES}),
    path("", include("pmqa.likeness.urls")),
    *assessing.unit_urls,
    path("", include("pmqa.followup.urls")),
    path("", include("pmqa.discussion.urls")),
    path("", include("pmqa.scoring.urls")),
]

urlpatterns = [
    # Before the pages of headquarters, where a unit's code stands in the same place.
    path("rounds/<int:year>/annual/", include("pmqa.annual.urls")),
    path("", include("pmqa.headquarters.urls")),
    path("units/<slug:unit>/<int:year>/", include(unit)),
    *assessing.urlpatterns,
    path("rounds/dates.ics", reminder_views.dates, name="round-dates-ics"),
    path("inbox/", include("pmqa.notices.urls")),
    path("shelf/", include("pmqa.shelf.urls")),
    path("feedback/<slug:unit>/", public.feedback, name="feedback"),
    path("feedback/<slug:unit>/follow/", public.follow, name="feedback-follow"),
    path("survey/<slug:code>/", surveys.answer, name="survey-answer"),
    path("services/<slug:unit>/", standards_public.services, name="services"),
    path("services/<slug:unit>/services.csv", standards_public.services_table, name="services-table"),
    path(
        "services/<slug:unit>/services.xlsx",
        standards_public.services_workbook,
        {"write": plain_bytes},
        name="services-workbook",
    ),
    path("services/<slug:unit>/<int:number>/", standards_public.service, name="service"),
    path("services/<slug:unit>/<int:number>.json", standards_public.service_data, name="service-data"),
    path("services/<slug:unit>/manual.pdf", manual_views.manual_pdf, name="manual-pdf"),
    path("services/<slug:unit>/<int:number>.pdf", manual_views.service_pdf, name="service-pdf"),
    path("sample-size/", sampling.sample_size, name="sample-size"),
    path("accounts/email/", closed),
    re_path("^accounts/password/reset/", closed),
    re_path("^accounts/confirm-email/", closed),
    path("accounts/", include("allauth.account.urls")),
    path("i18n/setlang/", login_not_required(switch_language), name="set_language"),
    path("admin/", admin.site.urls),
]

handler500 = busy.answered
