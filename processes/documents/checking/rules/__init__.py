"""Every rule by its name: one rule, one file, one function, one test of the same name."""

from __future__ import annotations

from .agency_ended import agency_ended
from .annex_missing import annex_missing
from .annex_not_named import annex_not_named
from .archive_line import archive_line
from .authority_form import authority_form
from .basis_date_order import basis_date_order
from .basis_dated_after_plan import basis_dated_after_plan
from .basis_end_marks import basis_end_marks
from .basis_number_blank import basis_number_blank
from .basis_rank_order import basis_rank_order
from .basis_replaced import basis_replaced
from .basis_without_so import basis_without_so
from .capitals import capitals
from .cost_sum import cost_sum
from .cost_without_source import cost_without_source
from .date_padding import date_padding
from .day_missing import day_missing
from .deputy_signs_for_head import deputy_signs_for_head
from .doubled_words import doubled_words
from .due_before_issue import due_before_issue
from .due_on_day_off import due_on_day_off
from .duty_without_recipient import duty_without_recipient
from .end_mark import end_mark
from .lead_also_coordinates import lead_also_coordinates
from .lead_unclear import lead_unclear
from .misspelled import misspelled
from .named_twice_in_task import named_twice_in_task
from .names_begin_with_and import names_begin_with_and
from .number_form import number_form
from .number_only_in_annex import number_only_in_annex
from .place_missing import place_missing
from .recipient_twice import recipient_twice
from .recipient_without_duty import recipient_without_duty
from .report_without_day import report_without_day
from .report_without_receiver import report_without_receiver
from .secret_mark import secret_mark
from .signature_of_issuer import signature_of_issuer
from .signer_missing import signer_missing
from .signer_without_degrees import signer_without_degrees
from .superior_for_report import superior_for_report
from .symbol_form import symbol_form
from .task_without_lead import task_without_lead
from .task_without_time import task_without_time
from .tier2_without_day import tier2_without_day
from .tier_slack import tier_slack
from .title_form import title_form

RULES = (
    number_form,
    symbol_form,
    number_only_in_annex,
    place_missing,
    day_missing,
    date_padding,
    title_form,
    basis_dated_after_plan,
    basis_number_blank,
    basis_without_so,
    basis_replaced,
    basis_rank_order,
    basis_date_order,
    basis_end_marks,
    end_mark,
    annex_missing,
    annex_not_named,
    secret_mark,
    capitals,
    doubled_words,
    misspelled,
    task_without_lead,
    task_without_time,
    lead_unclear,
    lead_also_coordinates,
    named_twice_in_task,
    names_begin_with_and,
    due_before_issue,
    due_on_day_off,
    report_without_day,
    report_without_receiver,
    tier2_without_day,
    tier_slack,
    cost_without_source,
    cost_sum,
    agency_ended,
    duty_without_recipient,
    recipient_without_duty,
    recipient_twice,
    superior_for_report,
    archive_line,
    signer_missing,
    authority_form,
    deputy_signs_for_head,
    signature_of_issuer,
    signer_without_degrees,
)  # in the order of the document

# What is put right without asking, all at once: the form alone, never what the plan says.
FORMAT = (
    symbol_form,
    number_form,
    date_padding,
    title_form,
    basis_without_so,
    basis_rank_order,
    basis_end_marks,
    end_mark,
    capitals,
    recipient_twice,
    superior_for_report,
    archive_line,
    authority_form,
    deputy_signs_for_head,
    signer_without_degrees,
)
