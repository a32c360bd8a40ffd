"""The administrator says who answers for a field, and ends it."""

from __future__ import annotations

import pytest
from django.utils import timezone

from workflow import clock
from workflow.models import FieldOfWork, Responsibility

from .plan_walks import AT, settled, signed_in

pytestmark = pytest.mark.django_db

OFFICE = "Văn phòng UBND tỉnh"
TODAY = timezone.localdate(AT)
MOST_STATEMENTS = 15


def test_an_administrator_assigns_a_field_and_ends_it(django_assert_max_num_queries) -> None:
    client = signed_in(settled().account(OFFICE, "administrator"))
    FieldOfWork.objects.get_or_create(code="press", defaults={"name": "Báo chí"})
    with clock.simulated(AT):
        page = client.get("/administration/fields/")
        assert "Chưa phân công lĩnh vực nào" in page.content.decode()
        seat = page.context["form"].fields["seat"].queryset[0]
        said = {"field": "press", "seat": str(seat.uuid), "valid_from": TODAY.strftime("%d/%m/%Y")}

        refused = client.post("/administration/fields/", said)
        assert refused.status_code == 200
        assert not Responsibility.objects.exists()

        assert client.post("/administration/fields/", said | {"paper": "QĐ 9/QĐ-UBND"}).status_code == 302
        row = Responsibility.objects.get()
        assert (row.person, row.valid_from, row.paper) == (seat.person, TODAY, "QĐ 9/QĐ-UBND")
        with django_assert_max_num_queries(MOST_STATEMENTS):
            assert str(seat.person) in client.get("/administration/fields/").content.decode()

        assert client.post(f"/administration/fields/{row.uuid}/release/").status_code == 302
    row.refresh_from_db()
    assert row.valid_to == TODAY
