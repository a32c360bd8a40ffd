"""Drafting: a new plan, its content, the names in it."""

from django.urls import path

from . import editing, findings, naming, new
from .review import page as review

urlpatterns = [
    path("new/", new.plan_new, name="plan_new"),
    path("<uuid:plan>/edit/", editing.plan_edit, name="plan_edit"),
    path("<uuid:plan>/check/", findings.plan_findings, name="plan_findings"),
    path("<uuid:plan>/check/brief/", findings.plan_findings_brief, name="plan_findings_brief"),
    path("<uuid:plan>/review/", review.plan_review, name="plan_review"),
    path("<uuid:plan>/names/", naming.plan_names, name="plan_names"),
]
