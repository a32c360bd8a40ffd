"""Plans: the list, a plan's page and its papers."""

from django.urls import path

from . import draft_copies, papers, past, remarks, versions, views

urlpatterns = [
    path("", views.plans, name="plans"),
    path("<uuid:plan>/", views.plan, name="plan"),
    path("<uuid:plan>/on-a-day/", past.plan_as_of, name="plan_as_of"),
    path("<uuid:plan>/draft.<slug:kind>", draft_copies.draft_file, name="draft_file"),
    path("<uuid:plan>/draft/<slug:kind>/", draft_copies.draft_copy, name="draft_copy"),
    path("<uuid:plan>/opinions.docx", papers.opinions_table, name="opinions_table"),
    path("<uuid:plan>/versions/", versions.plan_versions, name="plan_versions"),
    path("<uuid:plan>/versions/<int:before>/<int:after>/", versions.plan_differences, name="plan_differences"),
    path("<uuid:plan>/remarks/", remarks.plan_remark, name="plan_remark"),
    path("<uuid:plan>/remarks/<uuid:remark>/", remarks.plan_remark_act, name="plan_remark_act"),
    path("documents/<uuid:document>/", papers.plan_document, name="plan_document"),
]
