"""The form of signing (Decree 30, box 7a): who may put which name under what, and who may not."""

from __future__ import annotations

import pytest

from processes.documents.signature import Fault, ImpossibleSignature, Issuer, Post, Rank, signature_lines

COMMITTEE = Issuer("CHỦ TỊCH", "ỦY BAN NHÂN DÂN")
CHAIRMAN = Issuer("CHỦ TỊCH")
DEPARTMENT = Issuer("GIÁM ĐỐC")

CHAIR = Post("CHỦ TỊCH", Rank.HEAD, "CHỦ TỊCH")
VICE_CHAIR = Post("PHÓ CHỦ TỊCH", Rank.DEPUTY, "CHỦ TỊCH")
DIRECTOR = Post("GIÁM ĐỐC", Rank.HEAD, "GIÁM ĐỐC")
DEPUTY = Post("PHÓ GIÁM ĐỐC", Rank.DEPUTY, "GIÁM ĐỐC")
CHIEF = Post("CHÁNH VĂN PHÒNG", Rank.HEAD, "CHÁNH VĂN PHÒNG", is_own=False)
DEPUTY_CHIEF = Post("PHÓ CHÁNH VĂN PHÒNG", Rank.DEPUTY, "CHÁNH VĂN PHÒNG", is_own=False)
SPECIALIST = Post("CHUYÊN VIÊN", Rank.OTHER, "GIÁM ĐỐC")


@pytest.mark.parametrize(
    ("issuer", "post", "capacity", "lines"),
    [
        (COMMITTEE, CHAIR, "", "TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH"),
        (COMMITTEE, VICE_CHAIR, "", "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH"),
        (COMMITTEE, VICE_CHAIR, "KT.", "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH"),
        (COMMITTEE, VICE_CHAIR, "Q.", "TM. ỦY BAN NHÂN DÂN / Q. CHỦ TỊCH"),
        (CHAIRMAN, VICE_CHAIR, "", "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH"),
        (CHAIRMAN, CHIEF, "TL.", "TL. CHỦ TỊCH / CHÁNH VĂN PHÒNG"),
        (CHAIRMAN, DEPUTY_CHIEF, "TL.", "TL. CHỦ TỊCH / KT. CHÁNH VĂN PHÒNG / PHÓ CHÁNH VĂN PHÒNG"),
        (CHAIRMAN, CHIEF, "TUQ.", "TUQ. CHỦ TỊCH / CHÁNH VĂN PHÒNG"),
        (DEPARTMENT, DIRECTOR, "", "GIÁM ĐỐC"),
        (DEPARTMENT, DEPUTY, "KT.", "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC"),
        (DEPARTMENT, DEPUTY, "Q.", "Q. GIÁM ĐỐC"),
        (DEPARTMENT, DEPUTY, "TUQ.", "TUQ. GIÁM ĐỐC / PHÓ GIÁM ĐỐC"),
        (DEPARTMENT, CHIEF, "Q.", "Q. GIÁM ĐỐC"),  # an acting head may come from elsewhere
    ],
)
def test_the_form_follows_from_issuer_post_and_capacity(issuer: Issuer, post: Post, capacity: str, lines: str) -> None:
    assert " / ".join(signature_lines(issuer, post, capacity, "Giấy ủy quyền số 12")) == lines


@pytest.mark.parametrize(
    ("issuer", "post", "capacity", "paper", "fault"),
    [
        (COMMITTEE, CHIEF, "TL.", "Quyết định", Fault.FOR_THE_COLLECTIVE),
        (COMMITTEE, CHIEF, "TUQ.", "Giấy ủy quyền", Fault.FOR_THE_COLLECTIVE),
        (CHAIRMAN, CHIEF, "TUQ.", " ", Fault.WITHOUT_PAPER),
        (CHAIRMAN, DEPUTY_CHIEF, "TUQ.", "Giấy ủy quyền", Fault.MANDATE_PASSED_ON),
        (CHAIRMAN, VICE_CHAIR, "stand_in", "", Fault.STANDS_IN),
        (DEPARTMENT, SPECIALIST, "", "", Fault.NOT_A_LEADER),
        (DEPARTMENT, SPECIALIST, "KT.", "", Fault.NOT_A_LEADER),
        (DEPARTMENT, SPECIALIST, "TL.", "Quyết định", Fault.NOT_A_LEADER),
        (DEPARTMENT, DIRECTOR, "KT.", "", Fault.NOT_A_DEPUTY),
        (CHAIRMAN, DEPUTY_CHIEF, "KT.", "", Fault.NOT_A_DEPUTY),
        (CHAIRMAN, CHIEF, "", "", Fault.OF_ANOTHER_BODY),
        (DEPARTMENT, DEPUTY, "TL.", "Quyết định", Fault.BY_ORDER_OF_THE_OWN_HEAD),
    ],
)
def test_nobody_can_sign_in_an_impossible_form(
    issuer: Issuer, post: Post, capacity: str, paper: str, fault: Fault
) -> None:
    with pytest.raises(ImpossibleSignature) as refused:
        signature_lines(issuer, post, capacity, paper)
    assert refused.value.fault is fault
