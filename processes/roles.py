"""The desks that act: which post, at the agency that takes which part."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflow.definition import Participant, Role

DRAFTING = Participant("drafting", _("Cơ quan soạn thảo"))
ADDRESSEE = Participant("addressee", _("Cơ quan được giao, được hỏi hoặc nhận văn bản"))
RECEIVER = Participant("receiver", _("Cơ quan nhận báo cáo"))
FUNDING = Participant("funding", _("Cơ quan thẩm định kinh phí"), mandate="funding")
OFFICE = Participant("office", _("Văn phòng Ủy ban nhân dân"), mandate="office")
ISSUER = Participant("issuer", _("Cơ quan ban hành"), mandate="issuer")

DRAFTER = Role("drafter", _("chuyên viên soạn thảo"), "specialist", DRAFTING)
DEPARTMENT_HEAD = Role("department_head", _("thủ trưởng cơ quan soạn thảo"), "head", DRAFTING)
DEPARTMENT_CLERK = Role("department_clerk", _("văn thư cơ quan soạn thảo"), "clerk", DRAFTING)

AGENCY_OFFICER = Role("agency_officer", _("cán bộ cơ quan được giao"), "specialist", ADDRESSEE)
AGENCY_HEAD = Role("agency_head", _("thủ trưởng cơ quan được giao"), "head", ADDRESSEE)
AGENCY_CLERK = Role("agency_clerk", _("văn thư cơ quan nhận"), "clerk", ADDRESSEE)

REPORT_RECEIVER = Role("report_receiver", _("chuyên viên tiếp nhận báo cáo"), "specialist", RECEIVER)
CONSOLIDATOR = Role("consolidator", _("chuyên viên tổng hợp"), "specialist", ADDRESSEE)

FINANCE_CLERK = Role("finance_clerk", _("văn thư cơ quan tài chính"), "clerk", FUNDING)
FINANCE_SPECIALIST = Role("finance_specialist", _("chuyên viên thẩm định kinh phí"), "specialist", FUNDING)
FINANCE_HEAD = Role("finance_head", _("thủ trưởng cơ quan tài chính"), "head", FUNDING)

OFFICE_CLERK = Role("office_clerk", _("văn thư Văn phòng"), "office_clerk", OFFICE)
OFFICE_SPECIALIST = Role("office_specialist", _("chuyên viên Văn phòng"), "office_specialist", OFFICE)
DEPUTY_CHIEF = Role("deputy_chief", _("Phó Chánh Văn phòng"), "deputy_chief", OFFICE)
VICE_CHAIRMAN = Role("vice_chairman", _("Phó Chủ tịch Ủy ban nhân dân"), "vice_chairman", ISSUER, by_field=True)
