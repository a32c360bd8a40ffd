"""Leaders: what waits for their signature, and everything needed to decide on one dossier."""

from django.urls import path

from . import views

urlpatterns = [
    path("leadership/", views.leadership, name="leadership"),
    path("leadership/<uuid:approval>/", views.leader_dossier, name="leader_dossier"),
]
