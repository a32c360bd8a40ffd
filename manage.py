#!/usr/bin/env python
"""The command line: `python manage.py help` lists every command."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.demonstration")
    from django.core.management import execute_from_command_line

    if sys.argv[1:2] == ["verify_processes"]:  # it shows the faults at which every other command stops
        from workflow import faults

        faults.gather()
    execute_from_command_line(sys.argv)
