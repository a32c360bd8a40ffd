"""How a plan's own short forms are written for people."""

from __future__ import annotations

from django import template

from portal.drafting.dates import spoken

register = template.Library()

register.filter("spoken_due", spoken)
