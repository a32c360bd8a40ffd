"""Older versions of processes, kept so that files that began by them run on by them to their end.

To change a process that is running:

1. Copy `processes/leave.py` to `processes/past/leave_1.py` as it is, with `version = 1`. Nothing in it changes any
   more. What it uses stays where it is (roles, guards, services): an old version still calls them.
2. Change `processes/leave.py` and give it `version = 2`. New files run by it from the next start on.
3. Name the old class in `PAST` below.

A version leaves only when no open file runs by it: the site does not start otherwise, and names those files. Trails of
closed files are read and verified by the version they ran by, so the file may stay for ever; it costs nothing.
"Changing a process that is running" in docs/add-a-process.md says when a new version is needed, and how to move files.
"""

from __future__ import annotations

from workflow.definition import ProcessDefinition

PAST: tuple[type[ProcessDefinition], ...] = ()
