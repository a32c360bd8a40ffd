"""The administrator's pages: organisation, appointments, the rule of money, and whether the trail still holds."""

from django.urls import path

from . import agencies, appointments, rights, system

urlpatterns = [
    path("administration/", system.administration, name="administration"),
    path("administration/rights/", rights.rights, name="administration_rights"),
    path("administration/audit/", system.audit_check, name="administration_audit"),
    path("administration/funding/", system.funding_rule, name="administration_funding"),
    path("administration/agencies/", agencies.agencies, name="administration_agencies"),
    path("administration/agencies/<uuid:agency>/", agencies.agency, name="administration_agency"),
    path("administration/desks/<uuid:desk>/", appointments.appoint, name="administration_appoint"),
    path("administration/appointments/<uuid:appointment>/", appointments.end, name="administration_end"),
]
