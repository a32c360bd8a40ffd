"""Plans: the list, a plan's page and its papers."""

from django.urls import path

from . import papers, past, views

urlpatterns = [
    path("", views.plans, name="plans"),
    path("<uuid:plan>/", views.plan, name="plan"),
    path("<uuid:plan>/opened/", views.opened, name="plan_opened"),
    path("<uuid:plan>/on-a-day/", past.plan_as_of, name="plan_as_of"),
    path("<uuid:plan>/draft.pdf", papers.plan_draft_pdf, name="plan_draft_pdf"),
    path("documents/<uuid:document>/", papers.plan_document, name="plan_document"),
]
