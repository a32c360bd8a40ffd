"""Reviewing what was read: which facts a person has to look at, and what a person may do with each of them."""

from processes.documents.reviewing.acts import accept, confirm_absent, fact_at, remove, to_paragraph
from processes.documents.reviewing.items import ABSENT_KINDS, Doubt, Item, items, key_of
from processes.documents.reviewing.lists import task_from_lines
from processes.documents.reviewing.tasks import cut_points, merge_tasks, renamed, split_task, unused

__all__ = [
    "ABSENT_KINDS",
    "Doubt",
    "Item",
    "accept",
    "confirm_absent",
    "cut_points",
    "fact_at",
    "items",
    "key_of",
    "merge_tasks",
    "remove",
    "renamed",
    "split_task",
    "task_from_lines",
    "to_paragraph",
    "unused",
]
