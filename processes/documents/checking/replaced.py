"""Documents that plans still name and that others have replaced: a short, dated table of facts that are certain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Replaced:
    """`by`: number first, then what it is."""

    by: str
    since: date


_CLERICAL = Replaced("30/2020/NĐ-CP (Nghị định về công tác văn thư)", date(2020, 3, 5))

REPLACED: dict[str, Replaced] = {
    "110/2004/NĐ-CP": _CLERICAL,
    "09/2010/NĐ-CP": _CLERICAL,
    "01/2011/TT-BNV": _CLERICAL,
    "58/2001/NĐ-CP": Replaced("99/2016/NĐ-CP (Nghị định về quản lý và sử dụng con dấu)", date(2016, 7, 1)),
    "11/2003/QH11": Replaced("77/2015/QH13 (Luật Tổ chức chính quyền địa phương)", date(2016, 1, 1)),
    "77/2015/QH13": Replaced("65/2025/QH15 (Luật Tổ chức chính quyền địa phương)", date(2025, 3, 1)),
    "65/2025/QH15": Replaced("72/2025/QH15 (Luật Tổ chức chính quyền địa phương)", date(2025, 6, 16)),
    "01/2002/QH11": Replaced("83/2015/QH13 (Luật Ngân sách nhà nước)", date(2017, 1, 1)),
    "83/2015/QH13": Replaced("89/2025/QH15 (Luật Ngân sách nhà nước)", date(2026, 1, 1)),
    "60/2003/NĐ-CP": Replaced("163/2016/NĐ-CP (Nghị định thi hành Luật Ngân sách nhà nước)", date(2017, 1, 1)),
    "17/2008/QH12": Replaced("80/2015/QH13 (Luật Ban hành văn bản quy phạm pháp luật)", date(2016, 7, 1)),
    "31/2004/QH11": Replaced("80/2015/QH13 (Luật Ban hành văn bản quy phạm pháp luật)", date(2016, 7, 1)),
    "80/2015/QH13": Replaced("64/2025/QH15 (Luật Ban hành văn bản quy phạm pháp luật)", date(2025, 4, 1)),
    "61/2018/NĐ-CP": Replaced("118/2025/NĐ-CP (Nghị định về cơ chế một cửa)", date(2025, 7, 1)),
    "24/2014/NĐ-CP": Replaced("45/2025/NĐ-CP (Nghị định về cơ quan chuyên môn thuộc UBND)", date(2025, 3, 1)),
    "16/2015/NĐ-CP": Replaced("60/2021/NĐ-CP (Nghị định về cơ chế tự chủ tài chính)", date(2021, 8, 15)),
    "43/2011/NĐ-CP": Replaced("42/2022/NĐ-CP (Nghị định về dịch vụ công trực tuyến)", date(2022, 8, 15)),
    "102/2009/NĐ-CP": Replaced("73/2019/NĐ-CP (Nghị định về đầu tư ứng dụng công nghệ thông tin)", date(2020, 1, 1)),
    "15/2003/QH11": Replaced("06/2022/QH15 (Luật Thi đua, khen thưởng)", date(2024, 1, 1)),
    "49/2014/QH13": Replaced("39/2019/QH14 (Luật Đầu tư công)", date(2020, 1, 1)),
    "39/2019/QH14": Replaced("58/2024/QH15 (Luật Đầu tư công)", date(2025, 1, 1)),
    "45/2013/QH13": Replaced("31/2024/QH15 (Luật Đất đai)", date(2024, 8, 1)),
    "43/2013/QH13": Replaced("22/2023/QH15 (Luật Đấu thầu)", date(2024, 1, 1)),
    "51/2005/QH11": Replaced("20/2023/QH15 (Luật Giao dịch điện tử)", date(2024, 7, 1)),
}

# Laws are cited by name and day, without their number (Annex I, II.6): the day tells the replaced one.
REPLACED_LAWS: dict[tuple[str, str], Replaced] = {
    ("Luật Tổ chức chính quyền địa phương", "2015-06-19"): REPLACED["77/2015/QH13"],
    ("Luật Tổ chức chính quyền địa phương", "2025-02-19"): REPLACED["65/2025/QH15"],
    ("Luật Ngân sách nhà nước", "2015-06-25"): REPLACED["83/2015/QH13"],
    ("Luật Ban hành văn bản quy phạm pháp luật", "2015-06-22"): REPLACED["80/2015/QH13"],
    ("Luật Thi đua, khen thưởng", "2003-11-26"): REPLACED["15/2003/QH11"],
    ("Luật Đầu tư công", "2019-06-13"): REPLACED["39/2019/QH14"],
    ("Luật Đất đai", "2013-11-29"): REPLACED["45/2013/QH13"],
    ("Luật Đấu thầu", "2013-11-26"): REPLACED["43/2013/QH13"],
    ("Luật Giao dịch điện tử", "2005-11-29"): REPLACED["51/2005/QH11"],
    ("Luật Lưu trữ", "2011-11-11"): Replaced("33/2024/QH15 (Luật Lưu trữ)", date(2025, 7, 1)),
}
