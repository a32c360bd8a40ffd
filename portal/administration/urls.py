"""The administrator's pages: organisation, appointments, the rule of money, and whether the trail still holds."""

from django.urls import path

from . import agencies, appointments, calendar, system

urlpatterns = [
    path("administration/", system.administration, name="administration"),
    path("administration/audit/", system.audit_check, name="administration_audit"),
    path("administration/funding/", system.funding_rule, name="administration_funding"),
    path("administration/calendar/", calendar.working_calendar, name="administration_calendar"),
    path("administration/calendar/clear/", calendar.clear_day, name="administration_calendar_clear"),
    path("administration/agencies/", agencies.agencies, name="administration_agencies"),
    path("administration/agencies/<uuid:agency>/", agencies.agency, name="administration_agency"),
    path("administration/desks/<uuid:desk>/", appointments.appoint, name="administration_appoint"),
    path("administration/appointments/<uuid:appointment>/", appointments.end, name="administration_end"),
]
