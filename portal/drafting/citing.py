"""Documents cited in earlier plans, offered while a basis is typed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.access import person_only
from portal.plans.listing import visible
from processes.documents.drafting.citations import citations
from processes.documents.facts import Basis, PlanFacts
from processes.models import PlanVersion

BOX = re.compile(r"bases\.\w+\.text")
SEARCHED = 300  # the newest plans


@person_only
@require_safe
def plan_citations(request: HttpRequest) -> HttpResponse:
    """A list to choose from, of the plans that the person may see. The words come as `q`, or as a basis' own box."""
    words = next((value for name, value in request.GET.items() if name == "q" or BOX.fullmatch(name)), "")
    found = citations(_bases(request), words.strip())
    own = " ".join(words.split()).rstrip(" .;,")
    offered = [one for one in found if one.text.rstrip(";") != own]
    return render(request, "portal/drafting/citations.html", {"offered": offered})


def _bases(request: HttpRequest) -> Iterator[tuple[Basis, ...]]:
    """Only the bases leave the database, not the whole contents."""
    newest = visible(request).order_by("-opened_at", "-pk").values_list("subject_id", flat=True)[:SEARCHED]
    versions = PlanVersion.objects.filter(plan__in=list(newest), plan__current_version=F("pk"))
    for bases in versions.order_by("-plan__created_at").values_list("content__bases", flat=True):
        yield PlanFacts.from_dict({"bases": bases or []}).bases
