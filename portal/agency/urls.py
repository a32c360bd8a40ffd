"""Agencies: the duties they were given and the reports they owe."""

from django.urls import path

from . import duties, reports

urlpatterns = [
    path("duties/", duties.duties, name="duties"),
    path("duties/<uuid:part>/", duties.duty, name="duty"),
    path("reports/", reports.reports, name="reports"),
    path("reports/<uuid:paper>/", reports.report, name="report"),
]
