"""The administrator's pages: organisation, appointments, the rule of money, and whether the trail still holds."""

from django.urls import path

from . import agencies, appointments, calendar, fields, incidents, mails, rights, signing, successions, system, versions

urlpatterns = [
    path("administration/", system.administration, name="administration"),
    path("administration/rights/", rights.rights, name="administration_rights"),
    path("administration/audit/", system.audit_check, name="administration_audit"),
    path("administration/incidents/", incidents.incident_list, name="administration_incidents"),
    path("administration/funding/", system.funding_rule, name="administration_funding"),
    path("administration/mails/", mails.mails, name="administration_mails"),
    path("administration/mails/<uuid:mail>/again/", mails.mail_again, name="administration_mail_again"),
    path("administration/signing/", signing.signing, name="administration_signing"),
    path("administration/signing/again/", signing.signing_again, name="administration_signing_again"),
    path("administration/calendar/", calendar.working_calendar, name="administration_calendar"),
    path("administration/calendar/clear/", calendar.clear_day, name="administration_calendar_clear"),
    path("administration/versions/", versions.versions, name="administration_versions"),
    path("administration/versions/moves/<uuid:move>/", versions.made, name="administration_moved"),
    path("administration/versions/<slug:key>/<int:old>/<int:new>/", versions.move, name="administration_move"),
    path("administration/fields/", fields.fields, name="administration_fields"),
    path(
        "administration/fields/<uuid:responsibility_uuid>/release/",
        fields.release,
        name="administration_field_release",
    ),
    path("administration/agencies/", agencies.agencies, name="administration_agencies"),
    path("administration/agencies/<uuid:agency>/", agencies.agency, name="administration_agency"),
    path("administration/desks/<uuid:desk>/", appointments.appoint, name="administration_appoint"),
    path("administration/appointments/<uuid:appointment>/", appointments.end, name="administration_end"),
    path("administration/successions/", successions.successions, name="administration_successions"),
    path("administration/successions/new/", successions.prepare, name="administration_succession_new"),
    path("administration/successions/<uuid:found>/", successions.one, name="administration_succession"),
    path("administration/successions/<uuid:found>/apply/", successions.apply, name="administration_succession_apply"),
    path("administration/successions/<uuid:found>/undo/", successions.undo, name="administration_succession_undo"),
    path(
        "administration/successions/<uuid:found>/files/<uuid:instance>/",
        successions.choose,
        name="administration_succession_choose",
    ),
]
