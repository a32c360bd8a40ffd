"""Drafting: a new plan, its content, the names in it."""

from django.urls import path

from . import citing, editing, findings, naming, new, scratch, start
from .review import page as review

urlpatterns = [
    path("new/", new.plan_new, name="plan_new"),
    path("new/template/", start.plan_from_template, name="plan_from_template"),
    path("new/previous/", start.plan_previous, name="plan_previous"),
    path("new/previous/<uuid:plan>/", start.plan_carry, name="plan_carry"),
    path("citations/", citing.plan_citations, name="plan_citations"),
    path("<uuid:plan>/edit/", editing.plan_edit, name="plan_edit"),
    path("<uuid:plan>/check/", findings.plan_findings, name="plan_findings"),
    path("<uuid:plan>/check/brief/", findings.plan_findings_brief, name="plan_findings_brief"),
    path("<uuid:plan>/review/", review.plan_review, name="plan_review"),
    path("<uuid:plan>/scratch/", scratch.plan_scratch, name="plan_scratch"),
    path("<uuid:plan>/names/", naming.plan_names, name="plan_names"),
]
