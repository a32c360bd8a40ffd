"""Words that plans cannot do without (`WORDS`), and others near them that look like slips and are none (`GUARDS`)."""

from __future__ import annotations


def _listed(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.replace("\n", " ").split(",") if word.strip())


WORDS = _listed("""
truyền thông, tuyên truyền, nghề nghiệp, cổng thông tin, mặt khác, phối hợp, chủ trì, triển khai, thực hiện, kế hoạch,
nhiệm vụ, đơn vị, địa phương, trách nhiệm, tổng hợp, định kỳ, thường xuyên, hướng dẫn, đôn đốc, kiểm tra, giám sát,
kinh phí, ngân sách, dự toán, phê duyệt, quyết định, nghị quyết, nghị định, chỉ thị, chính phủ, thủ tướng, ủy ban,
hội đồng nhân dân, thường trực, tỉnh ủy, doanh nghiệp, giáo dục, đào tạo, thể thao, du lịch, nông nghiệp,
sở tài chính, bộ tài chính, tư pháp, ngoại vụ, quốc tế, hội nhập, đối ngoại, mối quan hệ, đẩy mạnh, nâng cao,
chất lượng, hiệu quả, nhận thức, năng lực, phát triển, xây dựng, tổ chức, quản lý, pháp luật, chính sách, chương trình,
hoạt động, giải pháp, mục tiêu, mục đích, căn cứ, thẩm quyền, thẩm định, vướng mắc, khó khăn, giải quyết, xem xét,
đề nghị, kịp thời, tăng cường, phổ biến, quảng bá, giới thiệu, khai thác, tiềm năng, lồng ghép, lĩnh vực, phạm vi,
quy hoạch, xã hội hóa, chuyển đổi số, công nghệ thông tin, cơ sở dữ liệu, dịch vụ công, thủ tục hành chính,
cải cách hành chính, an ninh trật tự, quốc phòng, biên giới, biên phòng, chủ quyền, lãnh thổ, lãnh đạo, chỉ đạo,
sản xuất, xuất bản, tham mưu, đề xuất, trang thông tin điện tử, phát thanh, truyền hình, báo chí, phóng sự,
chuyên mục, chuyên trang, tập huấn, bồi dưỡng, nghiệp vụ, chuyên môn, hội nghị, hội thảo, thượng đỉnh, triển lãm,
khuyến khích, chủ động, tích cực, đồng bộ, thống nhất, giai đoạn, hằng năm, hàng năm, thời gian, tiến độ,
kết quả, đánh giá, rà soát, bổ sung, sửa đổi, ban hành, trân trọng, thẩm tra, thanh tra, khiếu nại, tố cáo,
phòng chống, thiên tai, cứu nạn, y tế dự phòng, sức khỏe, dân tộc thiểu số, tôn giáo, thanh niên, phụ nữ, thiếu nhi
""")

GUARDS = _listed("""
có thể, cơ thể, thể mạnh, cộng tác, quan hệ, quan tâm, quan trọng, chính quyền, chính trị, chính thức, chính thống,
chính đáng, chính xác, hành chính, vụ công, hành chính công, tài sản công, đầu tư công, thành công, phân công,
gia công, khởi công, thi công, nghị viện, quyết tâm, quyết toán, thông tư, thông báo, nhân lực, nhân văn, thống kê,
tại chỗ, kinh tế, kinh doanh, thế mạnh, mạnh mẽ, mạnh dạn, tổ công tác, tổ dân phố, chức năng, chức vụ,
phát động, phát huy, phát hiện, phát hành, xây mới, định hướng, định mức, quy định, quy chế, chỉ tiêu, chỉ số,
chi thường xuyên, chi phí, kỳ họp, kỳ thi, cán bộ, hội viên, viên chức, công chức, công an, công tác, công nhân,
chuyên gia, chuyên đề, tham gia, tham quan, nhân dân, người dân, dân cư, báo cáo, thẩm mỹ, thanh toán, thanh tra,
thành tra, hội nhập, hội họp, hội đồng, sử dụng, sự kiện, sự nghiệp, nghề truyền thống, truyền thống, phòng cháy,
giám định, giám đốc, giảm sát, nâng cấp, năng lượng, năng suất, nặng nề, lượng khách, cường độ, cường quốc,
khai mạc, khai trương, kết nối, kết hợp, kết luận, danh sách, giải thưởng, pháp lý, pháp chế, du khách, điện tử,
địa bàn, địa chỉ, địa danh, đơn giản, đơn thư, đơn vị, trưởng đoàn, ngoại ngữ, ngoại giao, ngoại khóa
""")
