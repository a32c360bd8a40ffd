"""A plan of twenty tasks as drafters write them: most of it clear, some of it missing, run together or misspelled."""

from __future__ import annotations

HEAD = """ỦY BAN NHÂN DÂN
TỈNH SƠN HẢI

Số:      /KH-UBND

Sơn Hải, ngày     tháng     năm 2026

KẾ HOẠCH
Bảo vệ nguồn nước sinh hoạt nông thôn năm 2027

Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;

Căn cứ Luật Tài nguyên nước ngày 27 tháng 11 năm 2023;

Ủy ban nhân dân tỉnh ban hành Kế hoạch bảo vệ nguồn nước sinh hoạt nông thôn năm 2027 như sau:

I. MỤC ĐÍCH, YÊU CẦU
- Bảo đảm người dân nông thôn có nước sạch quanh năm.
- Giao việc rõ người, rõ hạn.

II. NHIỆM VỤ
"""

TAIL = """
III. KINH PHÍ
Kinh phí thực hiện từ ngân sách tỉnh theo phân cấp hiện hành.

IV. TỔ CHỨC THỰC HIỆN
Sở Nông nghiệp và Môi trường theo dõi, tổng hợp kết quả, báo cáo UBND tỉnh trước ngày 15/12 hằng năm.

Nơi nhận:
- Sở Nông nghiệp và Môi trường;
- Sở Tài chính;
- Sở Xây dựng;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
"""

DONE = (
    "Rà soát các công trình cấp nước tập trung",
    "Lập bản đồ giếng khoan ở các xã ven biển",
    "Kiểm tra chất lượng nước sau xử lý",
    "Sửa chữa trạm bơm trước mùa khô",
    "Cắm mốc hành lang bảo vệ nguồn nước",
    "Tuyên truyền tiết kiệm nước trong trường học",
    "Tập huấn vận hành cho cán bộ xã",
    "Xây dựng phương án cấp nước khi hạn mặn",
    "Trang bị bồn chứa nước cho hộ khó khăn",
    "Thống kê số hộ chưa có nước sạch",
    "Di dời chuồng trại gần nguồn nước",
    "Quan trắc nước ngầm hằng tháng",
    "Nạo vét kênh dẫn nước thô",
    "Cập nhật giá nước sinh hoạt",
    "Lắp đồng hồ đo ở các tuyến chính",
    "Thanh tra xả thải gần hồ chứa",
    "Trồng rừng đầu nguồn",
    "Chuẩn bị xe chở nước cho các thôn xa",
    "Công khai kết quả xét nghiệm nước",
    "Đánh giá kết quả năm thứ nhất",
)
LEADS = ("Sở Nông nghiệp và Môi trường", "Sở Y tế", "Sở Xây dựng", "Sở Tài chính")
MISSPELLED = "Sở N.nghiệp và M.trường"


def task(number: int, text: str, lead: str, time: str) -> str:
    lines = [f"{number}. {text}."]
    lines += [f"- Cơ quan chủ trì: {lead}."] if lead else []
    lines += ["- Cơ quan phối hợp: Sở Tài chính."] if lead != "Sở Tài chính" else []
    lines += [f"- Thời gian thực hiện: {time}."] if time else []
    return "\n".join(lines) + "\n"


def twenty_tasks() -> str:
    """The third has no lead, the fifth no time, the seventh a lead that nobody is called, the ninth is two in one."""
    tasks = []
    for number, text in enumerate(DONE, start=1):
        lead, time = LEADS[number % len(LEADS)], f"Quý {['I', 'II', 'III', 'IV'][number % 4]}/2027"
        lead = {3: "", 7: MISSPELLED}.get(number, lead)
        text = f"{text}; xây bể chứa ở trụ sở thôn" if number == 9 else text
        tasks.append(task(number, text, lead, "" if number == 5 else time))
    return HEAD + "\n".join(tasks) + TAIL
