"""Days away, rights lent and held: one's own, and for the administrator those of others."""

from django.urls import path

from . import ending, others, views

urlpatterns = [
    path("vang-mat/", views.standing_in, name="standing_in"),
    path("vang-mat/absence/", views.absence, name="standing_in_absence"),
    path("vang-mat/delegate/", views.delegate, name="standing_in_delegate"),
    path("vang-mat/delegations/<uuid:delegation>/", ending.revoke, name="standing_in_revoke"),
    path("vang-mat/absences/<uuid:absence>/", ending.cancel, name="standing_in_cancel"),
    path("administration/vang-mat/", others.people, name="administration_standing_in"),
    path("administration/vang-mat/<uuid:person>/", others.standing_in, name="administration_standing_in_of"),
    path("administration/vang-mat/<uuid:person>/absence/", others.absence, name="administration_absence"),
    path("administration/vang-mat/<uuid:person>/delegate/", others.delegate, name="administration_delegate"),
]
