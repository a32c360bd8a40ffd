"""A page that shows a file tells, once it is before somebody's eyes, that it is: by a POST of its own."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from workflow import opening, tasks
from workflow.models import ProcessInstance

from .access import person_only, request_time
from .plans.file import open_file
from .transitions import sees


@person_only
@require_POST
def opened(request: HttpRequest, instance: UUID) -> HttpResponse:
    """Raises Http404 where the person may not see it. With the plan itself all of it that waits for them is opened."""
    found = ProcessInstance.objects.select_related("root").filter(uuid=instance).first()
    if found is None or found.root is None:
        raise Http404
    shown = {instance}
    if found.pk == found.root_id:
        file = open_file(request, instance)
        shown |= {one.uuid for one in file.open_instances if file.waits(one)}
    elif not sees(request, found, tasks.parts_of(found).agencies):
        raise Http404
    opening.opened(instances=shown, account=request.user, at=request_time(request))
    return HttpResponse(status=204)
