"""A leader who has the file mends the text on the spot: a version of its own, told to the drafter; still signs."""

from __future__ import annotations

import pytest

from portal.demonstration.walk import Walk
from processes.models import Approval, PlanVersion
from workflow.models import AuditEntry

from .plan_walks import Province, content_form, now, settled, signed_in

pytestmark = pytest.mark.django_db

DRAFTING, OFFICE = "Sở Nông nghiệp và Môi trường", "Văn phòng UBND tỉnh"
ISSUER = "Ủy ban nhân dân tỉnh Sơn Hải"
NEW_TITLE = "Trồng rừng ven biển năm 2027"


@pytest.fixture
def province() -> Province:
    return settled()


def _at_leader(province: Province) -> Walk:
    walk = province.begin()
    walk.correct()
    walk.cast.take(walk.instance, "skip_consultation", reason="Cấp bách")
    walk.submit()
    walk.endorse()
    walk.check()
    walk.cast.take(walk.approval, "initial_off", note="")
    return walk


def test_the_leader_who_has_the_file_mends_it_and_still_signs(province: Province) -> None:
    walk = _at_leader(province)
    leader = signed_in(province.account(ISSUER, "vice_chairman"))
    dossier, address = f"/leadership/{walk.approval.uuid}/", f"/plans/{walk.instance.uuid}/edit/"
    assert address in leader.get(dossier).content.decode()
    sent = content_form(leader.get(address)) | {"title": NEW_TITLE, "note": "Sửa tên"}
    assert leader.post(address, sent).status_code == 302

    approval = now(walk.approval)
    entry = AuditEntry.objects.get(instance=approval, transition="edit")
    version = PlanVersion.objects.filter(plan=walk.plan).latest("number")
    assert (approval.state, entry.facts["version"], version.author) == ("initialed", version.number, entry.person)
    assert version.facts.title.value == NEW_TITLE
    drafter = signed_in(province.account(DRAFTING))
    for page in (leader.get(dossier), drafter.get(f"/plans/{walk.instance.uuid}/")):
        assert f"Trích yếu: nay là “{NEW_TITLE}”." in page.content.decode()
    assert "Lãnh đạo sửa trực tiếp" in drafter.get(f"/plans/{walk.instance.uuid}/?tab=history").content.decode()
    walk.cast.take(walk.approval, "sign")
    assert Approval.objects.get(pk=approval.subject_id).signed_hash == version.hash


def test_the_leader_cannot_sign_a_text_that_names_nobody(province: Province) -> None:
    walk = _at_leader(province)
    leader = signed_in(province.account(ISSUER, "vice_chairman"))
    address = f"/plans/{walk.instance.uuid}/edit/"
    sent = content_form(leader.get(address))
    key = next(name for name in sent if name.startswith("tasks.") and name.endswith(".lead"))
    assert leader.post(address, sent | {key: "Sở Không Có Thật"}).status_code == 302
    page = leader.get(f"/act/{walk.approval.uuid}/sign/").content.decode()
    assert "Sở Không Có Thật" in page and "mọi tên cơ quan trong kế hoạch đã được xác định" in page


def test_who_does_not_have_the_file_cannot_edit_it(province: Province) -> None:
    walk = _at_leader(province)
    for account in (province.account(OFFICE, "deputy_chief"), province.account(DRAFTING, "head")):
        assert signed_in(account).get(f"/plans/{walk.instance.uuid}/edit/").status_code == 403
