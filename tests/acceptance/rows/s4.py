"""Rows of S4: Thừa Thiên Huế, ASEAN 2021-2025, as the province's portal had it."""

from __future__ import annotations

from processes.documents.particulars import DetailKind

from .held import (
    agencies,
    audience,
    begins,
    block,
    detail,
    fact,
    loose_agencies,
    moments,
)
from .row import Row

GROUPS = ("các Sở, ban, ngành cấp tỉnh", "các địa phương", "các tổ chức chính trị - xã hội")
PRESS = "các cơ quan báo chí truyền thông"
NONE = ("absent", "0", "0", "0", "absent")
SIGNED = "Nơi nhận:\n- Sở Tài chính;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nLê Văn Minh\n\nTập tin đính kèm:"

ROWS = (
    Row("S4-01", "frame[]", lambda f: f.frame[1].text, "Ngày cập nhật 08/09/2021", "08/09", "18/09"),
    Row("S4-02", "frame[], not in the body",
        lambda f: tuple(c.text for c in f.frame if "Tổng truy cập" in c.text and c.text not in str(f.body)),
        ("Tổng truy cập 6.099.855",), "6.099.855", "7.000.000"),
    Row("S4-03", "title, period",
        lambda f: (str(f.period.first), str(f.period.last), str(f.period.vision)) if f.period else (),
        ("2021", "2025", "2030"), "tầm nhìn 2030", "tầm nhìn 2035", ("2021", "2025", "2035"),
        ("Thời kỳ: 2021 - 2025, tầm nhìn 2030", "Thời kỳ: 2021 - 2025, tầm nhìn 2035")),
    Row("S4-04", "bases[].documents[]", lambda f: (f.bases[0].documents[0].number, f.bases[0].documents[0].date),
        ("1160/QĐ-TTg", "2021-07-13"), "1160", "1170", None,
        ("1160/QĐ-TTg ngày 13/07/2021", "1170/QĐ-TTg ngày 13/07/2021")),
    Row("S4-05", "authority", fact("authority"), "collective", "UBND tỉnh Thừa Thiên Huế xây dựng",
        "Chủ tịch UBND tỉnh Thừa Thiên Huế xây dựng", "individual",
        ("thẩm quyền tập thể", "thẩm quyền người đứng đầu")),
    Row("S4-06", "body[].label", begins(block(23), 4), "đ) Quán triệt đầy", "đ)", "e)"),
    Row("S4-07", "body[].label", lambda f: (begins(block(9), 2)(f), begins(block(11), 3)(f)),
        ("Tuyên truyền", "b) Góp phần"), "b)", "c)"),
    Row("S4-08", "body[].label", begins(block(71), 3), "a. Trong tỉnh:", "a.", "a)"),
    Row("S4-09", "loose_work[].agencies", loose_agencies(17),
        ("Các Sở, ban, ngành, địa phương", "các tổ chức chính trị - xã hội"), "chính trị - xã hội", "xã hội"),
    Row("S4-10", "loose_work[].agencies", loose_agencies(27), (*GROUPS, PRESS), "cấp tỉnh", "của tỉnh"),
    Row("S4-11", "duties[].details (condition)", lambda f: (*agencies(53)(f), *detail(53, DetailKind.CONDITION)(f)),
        ("Các Sở, ban, ngành, địa phương", "nếu có"), "nếu có", "nếu cần"),
    Row("S4-12", "duties[].details (platform)", detail(55, DetailKind.PLATFORM),
        ("nền tảng HueS", "ứng dụng quản lý cơ sở dữ liệu thông tin đối ngoại"), "HueS", "Hue-IOC"),
    Row("S4-13", "moments[]", moments(55), ("từ năm 2015",), "2015", "2016"),
    Row("S4-14", "duties[].agencies", agencies(57),
        ("Các cơ quan báo chí", "hệ thống đài truyền thanh - truyền hình cấp huyện"), "cấp huyện", "cấp xã"),
    Row("S4-15", "moments[] (until)", begins(moments(67), 7), "Giai đoạn từ nay đến hết 2025", "2025", "2026"),
    Row("S4-17", "moments[] (continuous)", moments(15), ("thực hiện thường xuyên, liên tục",),
        "thường xuyên, liên tục", "thường xuyên trong năm 2022"),
    Row("S4-18", "audiences[]", lambda f: audience(71)(f)[0].partition("giới trẻ: ")[2].partition(")")[0],
        "sinh viên, học sinh, người lao động trẻ", "người lao động trẻ", "đoàn viên thanh niên"),
    Row("S4-19", "announced[] (not found)", lambda f: tuple(f"{a.words} {a.found}" for a in f.announced),
        ("Tập tin đính kèm: False",), "Tập tin", "Tệp", None,
        ("Tập tin đính kèm: (không thấy kèm theo)", "Tệp đính kèm: (không thấy kèm theo)")),
    Row("S4-20", "end_mark", fact("end_mark"), "…/.", "…/.", "./."),
    Row("S4-22", "number, recipients, reports, signer: absent",
        lambda f: (fact("number")(f), str(len(f.recipients)), str(len(f.reports)), str(len(f.tasks)),
                   f.signer.name if f.signer else "absent"),
        NONE, "Tập tin đính kèm:", SIGNED, ("absent", "2", "0", "0", "Lê Văn Minh"),
        ("signer: không có trong văn bản", "TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH / Lê Văn Minh")),
    Row("S4-23", "duties[].agencies, plain spaces", lambda f: agencies(57)(f)[1],
        "hệ thống đài truyền thanh - truyền hình cấp huyện", "đài truyền thanh", "đài phát thanh"),
)  # fmt: skip
