"""The demonstration's provinces and sample plans: well-formed, and every name in a plan means one agency or group."""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from workflow.names import fold

CHECKOUT = Path(__file__).resolve().parents[2]
DEMONSTRATION = CHECKOUT / "portal" / "demonstration"
TRUTH = CHECKOUT.parent / "shared" / "plans" / "truth"
PROVINCES = ("kon_tum", "demonstration")
KINDS = {
    *("authority", "office", "department", "unit", "force", "party", "council", "front", "steering", "central"),
    *("mass", "press", "education", "district", "commune", "sub_unit", "other"),
}
DATES = {"valid_from", "valid_to"}
AGENCY_KEYS = {"code", "name", "short", "symbol", "kind", "parent", "aliases", "mandates", "posts"} | DATES
GROUP_KEYS = {"code", "name", "sort", "kinds", "members", "aliases"}
OFFICER_POSTS = {"head", "clerk", "specialist"}
POSTS_BY_KIND = {
    "authority": {"chairman", "vice_chairman"},
    "office": OFFICER_POSTS | {"office_clerk", "office_specialist", "deputy_chief", "chief", "administrator"},
    **dict.fromkeys(("department", "unit", "force", "press", "district", "commune"), OFFICER_POSTS),
}
ROLE_LINE = re.compile(r"^[-+ ]*Cơ quan(?:, đơn vị)? (?:chủ trì|phối hợp|thực hiện)[^:]*:\s*(.+?)[.;]?$", re.M)
VIA = re.compile(r"\((?:qua|thông qua) ([^)]+)\)")
SEPARATOR = re.compile(r"[,;] | và ")
# The 63 provinces and cities until 30/6/2025; the 34 since then are all among them.
REAL_PROVINCES = """
An Giang, Bà Rịa - Vũng Tàu, Bắc Giang, Bắc Kạn, Bạc Liêu, Bắc Ninh, Bến Tre, Bình Định, Bình Dương, Bình Phước, Bình
Thuận, Cà Mau, Cần Thơ, Cao Bằng, Đà Nẵng, Đắk Lắk, Đắk Nông, Điện Biên, Đồng Nai, Đồng Tháp, Gia Lai, Hà Giang, Hà
Nam, Hà Nội, Hà Tĩnh, Hải Dương, Hải Phòng, Hậu Giang, Hòa Bình, Hưng Yên, Khánh Hòa, Kiên Giang, Kon Tum, Lai Châu,
Lâm Đồng, Lạng Sơn, Lào Cai, Long An, Nam Định, Nghệ An, Ninh Bình, Ninh Thuận, Phú Thọ, Phú Yên, Quảng Bình, Quảng
Nam, Quảng Ngãi, Quảng Ninh, Quảng Trị, Sóc Trăng, Sơn La, Tây Ninh, Thái Bình, Thái Nguyên, Thanh Hóa, Thừa Thiên
Huế, Huế, Tiền Giang, Hồ Chí Minh, Trà Vinh, Tuyên Quang, Vĩnh Long, Vĩnh Phúc, Yên Bái
"""
PLANS = sorted(path.stem for path in (DEMONSTRATION / "plans").glob("*.txt"))


def blurred(text: str) -> str:
    """No diacritics, punctuation or long forms: what is told apart here stays apart under any folding."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    words = re.sub(r"[\W_]+", " ", letters).strip()
    return words.replace("uy ban nhan dan", "ubnd").replace("hoi dong nhan dan", "hdnd")


@cache
def province(stem: str) -> dict[str, Any]:
    return tomllib.loads((DEMONSTRATION / "provinces" / f"{stem}.toml").read_text(encoding="utf-8"))


def spellings(entry: dict[str, Any]) -> list[str]:
    return [entry["name"], *filter(None, [entry.get("short")]), *entry.get("aliases", [])]


@cache
def owners(stem: str) -> dict[str, set[str]]:
    """Folded spelling → codes of the agencies and groups that it means."""
    found: dict[str, set[str]] = {}
    for entry in province(stem)["agency"] + province(stem)["group"]:
        for spelling in spellings(entry):
            found.setdefault(fold(spelling), set()).add(entry["code"])
    return found


def names_in(text: str, stem: str) -> list[str] | None:
    """The codes that an enumeration means, or None if some part means nothing: names themselves contain commas."""
    text = text.strip(" .;")
    known = owners(stem)
    if fold(text) in known:
        return sorted(known[fold(text)])
    for separator in reversed(list(SEPARATOR.finditer(text))):
        first = fold(text[: separator.start()])
        rest = names_in(text[separator.end() :].removeprefix("và "), stem) if first in known else None
        if rest is not None:
            return sorted(known[first]) + rest
    return None


def truth_names(name: str) -> Iterator[str]:
    path = TRUTH / f"{name}.json"
    if not path.exists():
        pytest.fail(f"{path} is missing: these tests need the shared folder beside the checkout")
    truth = json.loads(path.read_text(encoding="utf-8"))
    for task in truth["tasks"]:
        yield from task["lead"] + task["coordinating"]
    for duty in truth["duties"]:
        yield from duty["agencies"]
    for report in truth["reports"]:
        yield from filter(None, [report["who"], report["to"], report["via"]])
    for recipient in truth["recipients"]:
        yield recipient["name"]


def plan_text(name: str) -> str:
    return (DEMONSTRATION / "plans" / f"{name}.txt").read_text(encoding="utf-8")


def recipients(text: str) -> list[str]:
    block = re.search(r"^Nơi nhận:\n((?:- .+\n)+)", text, re.M)
    assert block, "the plan has no list of recipients"
    lines = [line.removeprefix("- ").removeprefix("Lưu: ") for line in block[1].splitlines()]
    return [re.sub(r"\((?:b/c|để .+?)\)", "", line) for line in lines]


def unresolved(texts: list[str], stem: str) -> list[str]:
    return [text for text in texts if names_in(text, stem) is None]


def members(texts: list[str], stem: str) -> set[str]:
    """The agencies that the texts mean; an open group means nobody until a person chose."""
    groups = {group["code"]: group for group in province(stem)["group"] if group["sort"] != "open"}
    found: set[str] = set()
    for code in {code for text in texts for code in names_in(text, stem) or []}:
        group = groups.get(code, {"members": [code]})
        found.update(group.get("members", []))
        found.update(agency["code"] for agency in province(stem)["agency"] if agency["kind"] in group.get("kinds", []))
    return found & {agency["code"] for agency in province(stem)["agency"]}


@pytest.mark.parametrize("stem", PROVINCES)
def test_province_says_what_and_when_it_is(stem: str) -> None:
    head = province(stem)["province"]
    assert set(head) <= {"code", "name", "place", "valid_from", "valid_to"}
    assert isinstance(head["valid_from"], date) and head["valid_from"] < head.get("valid_to", date.max)


@pytest.mark.parametrize("stem", PROVINCES)
def test_agencies_and_groups_have_only_known_keys_and_kinds(stem: str) -> None:
    for agency in province(stem)["agency"]:
        assert set(agency) <= AGENCY_KEYS, agency["code"]
        assert agency["kind"] in KINDS and agency["symbol"], agency["code"]
        assert set(agency.get("posts", [])) <= POSTS_BY_KIND.get(agency["kind"], set()), agency["code"]
    for group in province(stem)["group"]:
        assert set(group) <= GROUP_KEYS, group["code"]
        assert group["sort"] in {"fixed", "by_date", "open"}, group["code"]
        assert ("members" in group) == (group["sort"] == "fixed") != ("kinds" in group), group["code"]
        assert set(group.get("kinds", [])) <= KINDS, group["code"]


@pytest.mark.parametrize("stem", PROVINCES)
def test_codes_are_unique_slugs(stem: str) -> None:
    codes = [entry["code"] for entry in province(stem)["agency"] + province(stem)["group"]]
    assert [code for code, count in Counter(codes).items() if count > 1] == []
    assert [code for code in codes if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)] == []


@pytest.mark.parametrize("stem", PROVINCES)
def test_parents_stand_before_their_children_and_members_exist(stem: str) -> None:
    seen: set[str] = set()
    for agency in province(stem)["agency"]:
        assert agency.get("parent") is None or agency["parent"] in seen, agency["code"]
        seen.add(agency["code"])
    for group in province(stem)["group"]:
        assert set(group.get("members", [])) <= seen, group["code"]


@pytest.mark.parametrize("stem", PROVINCES)
def test_groups_by_date_are_never_empty(stem: str) -> None:
    present = {agency["kind"] for agency in province(stem)["agency"]}
    for group in province(stem)["group"]:
        assert set(group.get("kinds", [])) <= present, group["code"]


@pytest.mark.parametrize("stem", PROVINCES)
def test_each_mandate_is_held_by_exactly_one_agency(stem: str) -> None:
    held = Counter(key for agency in province(stem)["agency"] for key in agency.get("mandates", []))
    assert held == {"issuer": 1, "office": 1, "funding": 1}


@pytest.mark.parametrize("stem", PROVINCES)
def test_every_spelling_means_one_agency_or_group(stem: str) -> None:
    meanings: dict[str, set[str]] = {}
    for spelling, codes in owners(stem).items():
        meanings.setdefault(blurred(spelling), set()).update(codes)
    assert {spelling: codes for spelling, codes in meanings.items() if len(codes) > 1} == {}


@pytest.mark.parametrize("stem", PROVINCES)
def test_no_spelling_is_listed_twice(stem: str) -> None:
    for entry in province(stem)["agency"] + province(stem)["group"]:
        folded = Counter(map(fold, spellings(entry)))
        assert [spelling for spelling, count in folded.items() if count > 1] == [], entry["code"]


@pytest.mark.parametrize("stem", PROVINCES)
def test_text_is_composed_unicode(stem: str) -> None:
    text = (DEMONSTRATION / "provinces" / f"{stem}.toml").read_text(encoding="utf-8")
    assert text == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("plan", ["003_fc7beda4cce84e5d", "000_bfd22ce315d967e3"])
def test_every_name_in_the_plans_of_kon_tum_is_known(plan: str) -> None:
    names = list(truth_names(plan))
    assert len(names) > 20
    assert unresolved(names, "kon_tum") == []


def test_border_districts_are_one_group_in_either_order() -> None:
    group = names_in("các huyện biên giới (Sa Thầy, Ngọc Hồi, Đăk Glei, Ia H'Drai)", "kon_tum")
    assert group == names_in("các huyện biên giới (Ngọc Hồi, Đăk Glei, Sa Thầy và Ia H'Drai)", "kon_tum")
    assert group == ["huyen-bien-gioi"]


def test_related_agencies_are_left_for_a_person_to_choose() -> None:
    for stem in PROVINCES:
        for group in province(stem)["group"]:
            assert ("liên quan" in group["name"]) <= (group["sort"] == "open"), group["code"]


def test_demonstration_province_is_invented_and_has_two_levels() -> None:
    real = {blurred(name) for name in REAL_PROVINCES.split(",")}
    assert len(real) == 64  # Huế under both its names
    assert blurred(province("demonstration")["province"]["place"]) not in real
    kinds = Counter(agency["kind"] for agency in province("demonstration")["agency"])
    assert kinds["district"] == 0
    assert kinds["commune"] == 24


def test_there_are_nine_sample_plans() -> None:
    assert len(PLANS) == 9
    assert "large_cost" in PLANS


@pytest.mark.parametrize("plan", PLANS)
def test_every_name_in_a_sample_plan_is_known(plan: str) -> None:
    text = plan_text(plan)
    roles = ROLE_LINE.findall(text)
    assert 12 <= len(roles) <= 24
    assert unresolved(roles, "demonstration") == []
    assert unresolved(VIA.findall(text), "demonstration") == []
    assert unresolved(recipients(text), "demonstration") == []


@pytest.mark.parametrize("plan", PLANS)
def test_every_agency_with_a_task_in_a_sample_plan_receives_it(plan: str) -> None:
    text = plan_text(plan)
    tasked = members(ROLE_LINE.findall(text), "demonstration")
    assert tasked - members(recipients(text), "demonstration") == set()


@pytest.mark.parametrize("plan", PLANS)
def test_every_department_in_a_sample_plan_exists(plan: str) -> None:
    agencies = [agency for agency in province("demonstration")["agency"] if agency["kind"] == "department"]
    departments = [fold(name) for agency in agencies for name in spellings(agency)]
    mentions = [match[0] for match in re.finditer(r"\bSở [^\n]{0,60}", plan_text(plan))]
    assert [text for text in mentions if not fold(text).startswith(tuple(departments))] == []


@pytest.mark.parametrize("plan", PLANS)
def test_a_sample_plan_is_a_draft_in_the_form_of_the_genre(plan: str) -> None:
    text = plan_text(plan)
    assert text == unicodedata.normalize("NFC", text)
    assert text.startswith("ỦY BAN NHÂN DÂN\nTỈNH SƠN HẢI\n")
    assert re.search(r"^Số: +/KH-UBND$", text, re.M)
    assert re.search(r"^Sơn Hải, ngày +tháng +năm 202[67]$", text, re.M)
    assert text.count("./.") == 1
    assert re.search(r"^TM\. ỦY BAN NHÂN DÂN\nKT\. CHỦ TỊCH\nPHÓ CHỦ TỊCH$", text, re.M)
    assert 6 <= len(re.findall(r"^- Thời gian thực hiện: ", text, re.M)) <= 12


def test_large_cost_plan_lists_more_than_the_limit_and_asks_for_appraisal() -> None:
    text = plan_text("large_cost")
    lines = re.findall(r"^\| *\d+ *\|.+$", text, re.M)
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert len(rows) == 5
    amounts = [int(row[4].replace(".", "")) for row in rows]
    assert sum(amounts) > 500_000_000
    total = f"{sum(amounts):,}".replace(",", ".")
    assert f"{total} đồng" in text
    assert unresolved([row[2] for row in rows], "demonstration") == []
    assert re.search(r"Sở Tài chính .*thẩm định", text)
