"""The words of administrative Vietnamese by which a name of a body is told from what it does."""

from __future__ import annotations

import re

# Words a proper name of a body begins with (capital letter).
PROPER = """
Sở|Ban(?! hành)|Bộ(?! tiêu chí| chỉ số| phận| luật| máy| thủ tục)|Công an|UBND|Ủy ban|UB|UBMTTQ|MTTQ|HĐND|Hội đồng|
Văn phòng|VPUB|VP|Đài|Báo(?! cáo)|Liên hiệp|Liên đoàn|Liên minh|Hội(?! nghị| thảo| nhập| thi| họp)|Hiệp hội|
Đoàn(?! kết)|Tỉnh đoàn|Thành đoàn|Mặt trận|Tổng cục|Cục|Chi cục|Vụ|Viện|Trường(?! hợp)|Phân hiệu|Đại học|Học viện|
Trung tâm|Bưu điện|Tòa án|Kho bạc|Ngân hàng|Thanh tra|Kiểm toán|Cổng|Tạp chí|Thông tấn xã|Thủ trưởng|Chủ tịch|
Phó Chủ tịch|Bộ trưởng|Giám đốc|Chánh|Trưởng|Hiệu trưởng|Viện trưởng|Tổng Giám đốc|Vụ trưởng|Cục trưởng|
Chi cục trưởng|Người đứng đầu|Thủ tướng|Chính phủ|Hải quan|Thuế|Bảo hiểm xã hội|BHXH|Điện lực|Công ty|Tổng công ty|
Tập đoàn|Quân khu|Phòng(?! ngừa|,? chống| bệnh)|Quỹ|Bệnh viện|Thường trực|TT|Lực lượng|Bộ đội|Đảng ủy|Huyện ủy|
Thành ủy|Thị ủy|Tỉnh ủy|Quốc hội|Tổ(?! chức)|Cụm|Vườn quốc gia|Câu lạc bộ|Trạm|Thư viện|Bảo tàng|Nhà xuất bản|
Khu quản lý|Cảnh sát|Đồn|Hạt|Viettel|VNPT|
Các(?! (?:nhiệm vụ|nội dung|hoạt động|giải pháp|dự án|đề án|chương trình|sự kiện|hình thức))|Đơn vị|Cơ quan|
Doanh nghiệp|Thị đoàn|Thống kê(?= (?:tỉnh|thành phố|cơ sở|khu vực|cấp))|Thi hành án dân sự|BCH|BQL|NHNN|
NHCSXH|TAND|VKSND|LĐLĐ|LHPN|HĐPH|MobiFone|Mobifone|Viễn thông(?= (?:tỉnh|thành phố))|Chủ đầu tư|Người dân|
Nhà trường|Nhà (?:văn hóa|thiếu nhi)|
Ngành(?! nghề)|Khoa(?! học)|Đội(?! ngũ)|Tổng Công ty|Cơ sở(?= (?:giáo dục|y tế))|Bí thư|Từng(?= (?:cơ quan|đơn vị))|
Mỗi(?= (?:cơ quan|đơn vị|xã))|EVN|FPT|Khối(?! lượng)|
Tỉnh Đoàn|Thành Đoàn|Huyện đoàn|Huyện Đoàn|Xã đoàn|Công đoàn|Chi nhánh
"""
# Words a group begins with, in small letters.
COMMON = """
các(?! (?:nhiệm vụ|nội dung|hoạt động|giải pháp|dự án|đề án|chương trình|sự kiện|hình thức|quy định|vấn đề|chỉ tiêu|
mục tiêu|văn bản|lĩnh vực|tầng lớp|chế độ|nguồn|bài|câu|kết quả|biện pháp|chính sách|chủ trương|thông tin|sản phẩm|
tài liệu|đối tượng|bước|công trình))|cơ quan|đơn vị|địa phương|tổ chức|sở|ban|ngành|đoàn thể|doanh nghiệp|hội|
hiệp hội|hệ thống|thủ trưởng|chủ tịch|người đứng đầu|chính quyền|công an|cấp ủy|mặt trận|toàn thể|tất cả|đài|
báo(?! cáo)|cổng|bộ(?! phận| máy)|trường(?! hợp)|phòng(?! ngừa|,? chống)|ủy ban|văn phòng|cán bộ
"""
_LISTED = (
    r"cơ quan|đơn vị|địa phương|tổ chức|sở|ban|ngành|đoàn thể|"
    r"doanh nghiệp|hội|hiệp hội|cá nhân|bộ|lực lượng|chính quyền"
)
PLACES = r"huyện|thị xã|thành phố|thị trấn|xã|phường|quận|tỉnh|đặc khu|thôn|làng"


def alternatives(words: str) -> str:
    """The words of a list above as one pattern, the longest first; a list may hold groups of its own."""
    return "|".join(sorted(re.split(r"\|(?![^(]*\))", words.replace("\n", "")), key=len, reverse=True))


IS_PROPER = re.compile(rf"(?:{alternatives(PROPER)})(?![\w])")
IS_COMMON = re.compile(rf"(?:{alternatives(COMMON)})(?![\w])")
IS_LISTED = re.compile(rf"(?:{_LISTED})(?![\w])", re.IGNORECASE)
BARE_LISTED = re.compile(
    rf"(?:(?:{_LISTED}|ban ngành|sở ngành)\s*)+(?:khác|tỉnh|liên quan|có liên quan)?\s*$", re.IGNORECASE
)
# "Các Vụ, Cục, đơn vị": a family named without any of its members.
BARE_FAMILY = re.compile(r"(?:Vụ|Cục|Tổng cục|Chi cục|Sở|Ban|Ngành|Viện|Phòng|Bộ|Hội|Trường|Khoa|Trung tâm|Văn phòng)")
PLACE_GROUP = re.compile(rf"(?:các\s+)?(?:{PLACES})(?![\w])")
ZONES = re.compile(r"(?:các\s+)?khu\s+(?:công nghiệp|công nghệ cao|chế xuất|kinh tế)(?![\w])", re.IGNORECASE)

# What begins the verb phrase after a name. Small letters: "Ban Quản lý" is a name, "quản lý" is a verb.
_VERBS = """
chủ trì|(?<!Hội đồng )phối hợp|chủ động|có trách nhiệm|chịu trách nhiệm|căn cứ|tham mưu|hướng dẫn|
chỉ đạo|xây dựng|thường xuyên|theo dõi|đôn đốc|tăng cường|đẩy mạnh|thực hiện|triển khai|
tiếp tục|bố trí|thẩm định|cân đối|tổng hợp|báo cáo|
phản ánh|gửi|đề xuất|kiện toàn|rà soát|ưu tiên|quan tâm|tiếp sóng|vận dụng|định hướng|giúp|kịp thời|nghiêm túc|
tiến hành|lồng ghép|quán triệt|tuyên truyền|cung cấp|(?<!Đoàn )kiểm tra|(?<!Đoàn )giám sát|hỗ trợ|đảm bảo|bảo đảm|
khẩn trương|nghiên cứu|ban hành|xem xét|tích cực|chuẩn bị|phải|có ý kiến|sử dụng|(?<!phối hợp )phổ biến|
vận động|tiếp nhận|xử lý|nâng cao|huy động|hoàn thiện|hoàn thành|tập trung|phân công|duy trì|phát huy|
phát triển|đề nghị|yêu cầu|kiến nghị|nắm bắt|tham gia|
thông báo|giới thiệu|quảng bá|định kỳ|hằng năm|hàng năm|trên cơ sở|theo chức năng|theo nhiệm vụ|theo thẩm quyền|
theo hướng dẫn|theo phân công|trong phạm vi|kết hợp|ký kết|chấp hành|đánh giá|khai thác|quyết định|phê duyệt|
xác định|khuyến khích|thúc đẩy|quản lý|bồi dưỡng|đào tạo|tập huấn|cập nhật|công bố|công khai|chia sẻ|tổ chức|kêu gọi|
thu hút|thống nhất|chấn chỉnh|tranh thủ|đầu tư|phân bổ|nhanh chóng|thành lập|phụ trách|cùng phối hợp|liên hệ|
biên soạn|xuất bản|sản xuất|sơ kết|tổng kết|khảo sát|thống kê|đóng góp|nếu gặp|nếu có|thẩm tra|chú trọng|nhân rộng|
rút kinh nghiệm|tìm hiểu|ứng dụng|thiết lập|vận hành|kết nối|tích hợp|tuyển|khắc phục|tháo gỡ|
là (?:cơ quan|đơn vị|đầu mối)|lập (?:kế hoạch|dự toán|danh|hồ sơ|đoàn)|làm (?:đầu mối|tốt|rõ)|
mở (?:chuyên|lớp|rộng|các)|phát (?:động|hành|sóng|hiện)|cần (?:phải|chủ động|tăng cường|tập trung)|
tạo (?:điều kiện|lập|đường|ra|sự|môi trường)|(?<!ương )(?<!công )(?<!quy )trình|
thông tin (?:về|rộng rãi|kịp thời|tuyên truyền)|đưa (?:tin|các|nội dung|vào)|trực tiếp|
cử (?:cán bộ|người|đại diện|công chức)|gắn (?:việc|với)|đăng (?:tải|ký|phát)|tự (?:kiểm tra|rà soát|cân đối)|
chuyển (?:tải|đổi|giao)
"""
VERB = re.compile(rf"(?<![\w/&-])(?:{alternatives(_VERBS)})(?![\w])")
# The same words as parts of names and of groups.
NOT_VERB_BEFORE = re.compile(
    r"(?:\b(?:các|cơ quan|đơn vị|công tác|hệ thống|ban|trung tâm|phòng|hội|liên hiệp|văn phòng|cơ sở|và|quỹ|việc|thuộc|"
    r"nhiệm vụ|của|trường|viện|khu|trạm|đài|cán bộ|cấp|bộ phận|tổ|báo chí|báo|sở|chi cục|cục|dự án|dịch vụ|nghiệp vụ|"
    r"dự án đầu tư|tư vấn|quản lý|khoa học|học viện|nghiên cứu|chủ)|chỉ đạo|,)\s*$",
    re.IGNORECASE,
)
NOUN_VERBS = (
    "tổ chức", "thông tin", "quản lý", "phát triển", "đầu tư", "đào tạo", "bồi dưỡng", "tuyên truyền", "kiểm tra",
    "giám sát", "xây dựng", "thống kê", "báo cáo", "hỗ trợ", "ứng dụng", "sản xuất", "xuất bản", "phổ biến",
    "thông báo", "công bố", "sử dụng", "khai thác", "tham mưu", "chuẩn bị", "thực hiện", "triển khai", "đánh giá",
    "vận hành", "xử lý",
)  # fmt: skip
# Words that are never part of a name, whatever stands before them.
PREDICATE = re.compile(
    r"trao đổi(?: với)?(?![\w])|thông báo (?:kịp thời|ngay|cho)(?![\w])|"
    r"tham mưu(?:,? giúp| cho)? (?:UBND|Ủy ban|Chủ tịch|Bộ|Ban)(?![\w])|"
    r"(?:triển khai|tổ chức) (?:triển khai|thực hiện|các|kế hoạch|tập huấn|hội nghị)(?![\w])|"
    r"báo cáo (?:kết quả|tình hình|bằng văn bản|về)(?![\w])|"
    r"báo cáo(?=,? (?:đề xuất|tham mưu|kịp thời|ngay|cho|UBND|Ủy ban|Sở|Bộ|Chủ tịch|Ban|Văn phòng)(?![\w]))|"
    r"xây dựng (?:kế hoạch|dự toán)(?![\w])|thực hiện (?:nghiêm|tốt|đúng|có hiệu quả|kế hoạch)(?![\w])"
)
RELATIVE = re.compile(r"(?:đã )?được (?:giao|phân công|bố trí|ủy quyền)(?![\w])")
AFTER_RELATIVE = re.compile(
    r"(?<![\w])(?:chủ động|có trách nhiệm|chịu trách nhiệm|lập|xây dựng|căn cứ|khẩn trương)(?![\w])"
)

# Names of one body with a comma or "và" inside, as they stand in "Các Sở: …".
COMPOUND = re.compile(
    r"Lao động\s*[,-]?\s*Thương binh (?:và|&) Xã hội|Văn hóa\s*,?\s*Thể thao(?: (?:và|&|-) Du lịch)?|"
    r"Văn hóa và Thể thao|"
    r"Thông tin (?:và|&) Truyền thông|Kế hoạch (?:và|&|-) Đầu tư|Giáo dục (?:và|&|-) Đào tạo|"
    r"Khoa học (?:và|&|-) Công nghệ|Nông nghiệp (?:và|&|-) (?:Phát triển nông thôn|PTNT|Môi trường)|"
    r"Tài nguyên (?:và|&|-) Môi trường|Dân tộc (?:và|&|-) Tôn giáo|Tôn giáo (?:và|&|-) Dân tộc|"
    r"Quy hoạch (?:và|-) Kiến trúc|Tuyên giáo (?:và|&) Dân vận|Kinh tế, Hạ tầng và Đô thị|Văn hóa (?:và|-) Xã hội|"
    r"Văn hóa (?:và|-) Thông tin|Tài chính\s*-\s*Kế hoạch|Giao thông (?:và )?vận tải",
    re.IGNORECASE,
)
