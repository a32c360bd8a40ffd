"""The form of signing is no longer chosen by the signer: it follows from the post, and is kept with the paper."""

from typing import Any

from django.db import migrations, models

LINES = {
    "collective": ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
    "chairman": ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
}


def keep_what_was_signed(apps: Any, schema_editor: Any) -> None:
    approvals = apps.get_model("processes", "Approval").objects.select_related("signer", "submission_signer")
    for approval in approvals:
        if approval.signer:
            lines = LINES.get(approval.on_behalf, [])
            approval.signature = {"signature": lines, "signer": approval.signer.full_name, "signed_for": ""}
        if approval.submission_signer:
            name = approval.submission_signer.full_name
            approval.submission_signature = {"signature": [], "signer": name, "signed_for": ""}
        approval.save(update_fields=["signature", "submission_signature"])


class Migration(migrations.Migration):
    dependencies = [("processes", "0003_succession")]

    operations = [
        migrations.AddField(
            "approval", "signature", models.JSONField(blank=True, default=dict, verbose_name="chữ ký ban hành")
        ),
        migrations.AddField(
            "approval",
            "submission_signature",
            models.JSONField(blank=True, default=dict, verbose_name="chữ ký tờ trình"),
        ),
        migrations.AddField(
            "document", "signature", models.JSONField(blank=True, default=list, verbose_name="thể thức ký")
        ),
        migrations.AddField(
            "document", "signed_for", models.CharField(blank=True, max_length=200, verbose_name="ký thay")
        ),
        migrations.AddField(
            "document", "signer", models.CharField(blank=True, max_length=200, verbose_name="người ký")
        ),
        migrations.RunPython(keep_what_was_signed, migrations.RunPython.noop),
        migrations.RemoveField("approval", "on_behalf"),
        migrations.RemoveField("approval", "submission_signer"),
    ]
