"""What a finding says: what is wrong, what to do, and what a repair does. One entry for each rule and case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.templatetags.formats import vn_date
from processes.documents.checking import Finding, Repair
from processes.models import ReportDuty

Words = str | Promise
DAYS = ("date", "plan", "day", "since", "until", "due")
AMOUNTS = ("stated", "added")
CHANGE: Words = _("Sửa thành “%(right)s”")


@dataclass(frozen=True)
class Said:
    """`repair`: the words of its button, where the rule has one; `many`: of each of several, by their labels."""

    what: Words
    todo: Words
    repair: Words = CHANGE
    many: tuple[tuple[str, Words], ...] = ()


SAID: dict[str, Said] = {
    # --- the head
    "symbol_form": Said(
        _("Ký hiệu “%(written)s” chưa đúng dạng."),
        _("Viết tên loại, rồi cơ quan ban hành, bằng chữ in hoa, nối bằng gạch không có dấu cách, ví dụ “%(right)s”."),
    ),
    "number_form.unpadded": Said(
        _("Số văn bản nhỏ hơn 10 chưa có số 0 ở trước: “%(written)s”."), _("Ghi thêm số 0 ở trước.")
    ),
    "number_form.spaced": Said(
        _("Có dấu cách giữa số và ký hiệu: “%(written)s”."),
        _("Bỏ dấu cách trong tệp nguồn; văn bản in từ hệ thống đã viết đúng."),
    ),
    "number_only_in_annex": Said(
        _("Số %(number)s chỉ có ở dòng “Kèm theo” của phụ lục, không có ở đầu kế hoạch."),
        _("Đối chiếu bản chính: số phải ở đầu văn bản, dưới tên cơ quan ban hành."),
    ),
    "place_missing": Said(
        _("Chưa có địa danh trước ngày, tháng, năm."), _("Ghi tên tỉnh, thành phố nơi cơ quan ban hành đóng trụ sở.")
    ),
    "day_missing": Said(
        _("Chỉ có tháng %(month)s năm %(year)s, chưa có ngày."),
        _("Để trống cũng được khi còn là dự thảo: văn thư ghi ngày khi ban hành."),
    ),
    "date_padding": Said(
        _("Ngày, tháng viết chưa đủ hai chữ số: “%(written)s”."),
        _("Ngày nhỏ hơn 10 và tháng 1, tháng 2 phải có số 0 ở trước."),
    ),
    "title_form.missing": Said(
        _("Chưa có trích yếu dưới tên loại văn bản."), _("Ghi một câu ngắn nêu nội dung chủ yếu của kế hoạch.")
    ),
    "title_form": Said(
        _("Trích yếu chưa đúng cách viết: “%(written)s”."),
        _("Không dùng “V/v”, không nhắc lại tên loại và không có dấu ở cuối."),
    ),
    # --- the bases
    "basis_dated_after_plan": Said(
        _("Căn cứ %(document)s ngày %(date)s có sau ngày của kế hoạch."),
        _("Kiểm tra lại ngày của căn cứ: kế hoạch chỉ dựa vào văn bản có trước nó."),
        "",
    ),
    "basis_number_blank": Said(
        _("Căn cứ còn để trống số văn bản: “%(written)s”."), _("Ghi đủ số, ký hiệu, hoặc bỏ căn cứ này.")
    ),
    "basis_without_so": Said(
        _("Căn cứ thiếu chữ “số” trước số văn bản: “%(written)s”."),
        _("Viết tên loại, chữ “số”, rồi số và ký hiệu."),
        _("Thêm chữ “số”"),
    ),
    "basis_replaced": Said(
        _("%(document)s đã được thay thế từ %(since)s bằng %(by)s."),
        _("Thay bằng văn bản đang có hiệu lực, hoặc bỏ căn cứ này."),
    ),
    "basis_rank_order": Said(
        _("Thứ tự căn cứ: “%(basis)s” đứng sau văn bản có hiệu lực thấp hơn."),
        _("Xếp theo hiệu lực pháp lý: luật, nghị định, quyết định của Thủ tướng, thông tư, rồi văn bản của tỉnh."),
        _("Xếp lại các căn cứ"),
    ),
    "basis_date_order": Said(
        _("Thứ tự căn cứ: “%(basis)s” có trước văn bản cùng loại đứng trên nó."),
        _("Văn bản cùng loại nên xếp theo thời gian, văn bản cũ hơn đứng trước."),
    ),
    "basis_end_marks": Said(
        _("Căn cứ kết thúc bằng “…%(end)s”, thiếu dấu “%(mark)s”."),
        _("Mỗi căn cứ một dòng, cuối dòng có dấu chấm phẩy, dòng cuối cùng có dấu chấm."),
        _("Ghi dấu “%(mark)s”"),
    ),
    # --- the text
    "end_mark": Said(
        _("Hết phần nội dung chưa có dấu “./.”: “…%(end)s”."), _("Ghi “./.” ngay sau câu cuối."), _("Ghi “./.”")
    ),
    "annex_missing": Said(
        _("Nội dung nói đến phụ lục mà kế hoạch không có: “%(written)s”."),
        _("Bổ sung phụ lục, hoặc sửa câu này."),
    ),
    "annex_not_named": Said(
        _("Có “%(annex)s” mà nội dung kế hoạch không nhắc đến."),
        _("Thêm vào nội dung một câu dẫn, ví dụ “(chi tiết tại Phụ lục kèm theo)”."),
    ),
    "secret_mark": Said(
        _("Văn bản có dấu “%(mark)s”. Hệ thống này không được chứa bí mật nhà nước."),
        _("Dừng lại, báo ngay người quản trị để gỡ văn bản; soạn và gửi theo quy định về bảo vệ bí mật nhà nước."),
    ),
    "capitals": Said(
        _("Viết hoa chưa đúng: “%(written)s” (%(where)s)."), _("Sửa tất cả chỗ viết như vậy trong kế hoạch.")
    ),
    "doubled_words": Said(_("Lặp từ: “%(written)s” (%(where)s)."), _("Bỏ phần lặp.")),
    "misspelled": Said(
        _("Có thể sai chính tả: “%(written)s” (%(where)s)."), _("Sửa tất cả chỗ viết như vậy nếu đúng là viết nhầm.")
    ),
    # --- the tasks
    "task_without_lead": Said(
        _("Nhiệm vụ %(ref)s chưa có cơ quan chủ trì."), _("Ghi cơ quan chịu trách nhiệm về nhiệm vụ này.")
    ),
    "task_without_time": Said(
        _("Nhiệm vụ %(ref)s để trống thời gian thực hiện."), _("Ghi thời hạn, hoặc “Thường xuyên”.")
    ),
    "lead_unclear": Said(
        _("Nhiệm vụ %(ref)s giao cho “%(name)s”: không rõ là cơ quan nào chủ trì."),
        _("Ghi đúng tên cơ quan chủ trì; “liên quan” chỉ nên dùng cho cơ quan phối hợp."),
    ),
    "lead_also_coordinates": Said(
        _("Nhiệm vụ %(ref)s: %(name)s vừa chủ trì vừa phối hợp."),
        _("Giữ một vai trò."),
        _("Bỏ khỏi cơ quan phối hợp"),
    ),
    "named_twice_in_task": Said(
        _("Nhiệm vụ %(ref)s ghi %(name)s hai lần."), _("Mỗi cơ quan chỉ ghi một lần."), _("Bỏ tên trùng")
    ),
    "names_begin_with_and": Said(
        _("Nhiệm vụ %(ref)s: danh sách cơ quan trong văn bản nguồn bắt đầu bằng “và” (trước “%(name)s”)."),
        _("Kiểm tra xem trước chữ “và” có thiếu tên cơ quan nào không."),
    ),
    "due_before_issue.task": Said(
        _("Nhiệm vụ %(ref)s có thời gian “%(written)s”, đã qua vào ngày %(day)s."),
        _("Ghi lại thời gian: việc không thể xong trước khi kế hoạch được ban hành."),
    ),
    # --- the reports
    "due_before_issue.report": Said(
        _("Báo cáo của %(who)s đến hạn ngày %(due)s, trước ngày %(day)s."),
        _("Ghi lại hạn: không thể báo cáo trước khi kế hoạch được ban hành."),
    ),
    "due_on_day_off": Said(
        _("Hạn báo cáo của %(who)s rơi vào ngày nghỉ: ngày cuối là %(day)s."),
        _("Hệ thống không tự dời ngày đã ghi. Nếu muốn, đổi sang ngày làm việc liền kề."),
        many=(("earlier", _("Hạn cuối %(day)s (sớm hơn)")), ("later", _("Hạn cuối %(day)s (muộn hơn)"))),
    ),
    "report_without_day": Said(
        _("%(who)s phải báo cáo %(cycle)s nhưng chưa có ngày."), _("Ghi ngày nộp báo cáo, ví dụ “trước ngày 05/12”.")
    ),
    "report_without_receiver": Said(
        _("Báo cáo của %(who)s chưa rõ gửi về đâu."), _("Ghi cơ quan nhận, và cơ quan tổng hợp nếu có.")
    ),
    "tier2_without_day": Said(
        _("%(who)s tổng hợp báo cáo %(cycle)s của các cơ quan nhưng chưa có ngày phải gửi tiếp."),
        _("Ghi thêm hạn của báo cáo tổng hợp, cách hạn của các cơ quan ít nhất 5 ngày."),
    ),
    "tier_slack": Said(
        _("%(second)s chỉ có %(days)s ngày để tổng hợp báo cáo của %(first)s."),
        _("Để cách nhau ít nhất %(least)s ngày."),
    ),
    # --- the money
    "cost_without_source": Said(
        _("Dòng kinh phí “%(content)s” chưa có nguồn."),
        _("Ghi nguồn: ngân sách tỉnh, xã hội hóa, nguồn hợp pháp khác."),
    ),
    "cost_sum": Said(
        _("Tổng ghi trong văn bản là %(stated)s đồng, cộng các dòng lại là %(added)s đồng."),
        _("Đối chiếu lại từng dòng và tổng số."),
    ),
    # --- who gets the plan
    "agency_ended": Said(
        _("%(name)s không còn hoạt động sau ngày %(until)s."),
        _("Ghi cơ quan tiếp nhận nhiệm vụ."),
        _("Đổi thành “%(by)s”"),
    ),
    "duty_without_recipient": Said(
        _("%(name)s có nhiệm vụ trong kế hoạch nhưng không có ở nơi nhận."),
        _("Thêm vào nơi nhận, hoặc ghi nhóm có cơ quan này."),
        _("Thêm vào nơi nhận"),
    ),
    "recipient_without_duty": Said(
        _("%(name)s nhận “để thực hiện” nhưng không có nhiệm vụ nào trong kế hoạch."),
        _("Giao nhiệm vụ, hoặc đổi mục đích gửi."),
        _("Đổi thành “để biết”"),
    ),
    "recipient_twice": Said(
        _("%(name)s có hai lần ở nơi nhận."), _("Mỗi nơi nhận chỉ ghi một lần."), _("Bỏ dòng trùng")
    ),
    "superior_for_report": Said(
        _("%(name)s là cấp trên nhưng chưa ghi “(b/c)”."),
        _("Cơ quan cấp trên nhận kế hoạch để báo cáo."),
        _("Thêm “(b/c)”"),
    ),
    "archive_line.missing": Said(
        _("Nơi nhận chưa có dòng “Lưu:”."),
        _("Dòng cuối ghi “Lưu: VT” và chữ viết tắt của đơn vị soạn thảo."),
        _("Thêm “Lưu: VT”"),
    ),
    "archive_line.without_clerk": Said(
        _("Dòng “Lưu: %(written)s” thiếu văn thư (VT)."), _("Văn thư cơ quan luôn giữ một bản."), _("Thêm “VT”")
    ),
    "archive_line.not_last": Said(
        _("Dòng “Lưu:” không đứng cuối nơi nhận."), _("Chuyển xuống dòng cuối."), _("Chuyển xuống cuối")
    ),
    # --- the signature
    "signer_missing": Said(
        _("Chưa có thẩm quyền và chức vụ người ký."), _("Ghi thể thức ký, ví dụ “TM. ỦY BAN NHÂN DÂN”, “KT. CHỦ TỊCH”.")
    ),
    "authority_form": Said(
        _("Thể thức đề ký chưa đúng: “%(written)s”."), _("Sau TM, KT, TL, TUQ, Q có dấu chấm, rồi dấu cách.")
    ),
    "deputy_signs_for_head": Said(
        _("“%(title)s” ký nhưng không có dòng ký thay."),
        _("Cấp phó ký thay người đứng đầu: ghi “%(right)s” ở trên."),
        _("Thêm “%(right)s”"),
    ),
    "signature_of_issuer.of_a_person": Said(
        _("Kế hoạch do %(issuer)s ban hành nhưng ký thay mặt tập thể (TM.)."),
        _("Cá nhân có thẩm quyền ban hành thì không ghi TM."),
        _("Bỏ dòng TM."),
    ),
    "signature_of_issuer.of_a_collective": Said(
        _("Kế hoạch do %(issuer)s ban hành nhưng không ký thay mặt tập thể."),
        _("Thêm dòng “%(right)s” ở trên."),
        _("Thêm “%(right)s”"),
    ),
    "signer_without_degrees": Said(
        _("Có học hàm, học vị trước họ tên người ký: “%(written)s”."), _("Chỉ ghi họ và tên.")
    ),
}


def what(finding: Finding) -> str:
    return str(SAID[finding.code].what) % _told(finding.found.params)


def todo(finding: Finding) -> str:
    return str(SAID[finding.code].todo) % _told(finding.found.params)


def repair_label(finding: Finding, repair: Repair) -> str:
    said = SAID[finding.code]
    words = dict(said.many).get(repair.label, said.repair)
    return str(words) % _told({**finding.found.params, **repair.params})


def _told(params: Mapping[str, str]) -> dict[str, str]:
    """Days, sums and cycles as people read them."""
    return {name: _one(name, value) for name, value in params.items()}


def _one(name: str, value: str) -> str:
    if name in DAYS and value:
        return vn_date(date.fromisoformat(value))
    if name in AMOUNTS:
        return f"{int(value):,}".replace(",", ".")
    if name == "cycle":
        return ", ".join(str(ReportDuty.Cycle(cycle).label).lower() for cycle in value.split(", "))
    return value
