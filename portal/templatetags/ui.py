"""The parts of a page that need more than an include: icons, form fields, the error summary."""

import re
from functools import cache
from pathlib import Path

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select, Widget
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

ICONS = Path(settings.BASE_DIR) / "node_modules" / "@tabler" / "icons" / "icons" / "outline"
ICON_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ICON_SIZES = ("small", "medium", "large", "picture")


@register.simple_tag
def icon(name: str, size: str = "medium") -> SafeString:
    """An icon drawn into the page, silent for screen readers: the words beside it say what it means.

    Raises TemplateSyntaxError for an unknown icon or size: a page with a hole is found when it is written.
    """
    if size not in ICON_SIZES:
        raise template.TemplateSyntaxError(f"Icon size {size!r} is none of {', '.join(ICON_SIZES)}.")
    return mark_safe(f'<svg class="icon icon-{size}" {_drawing(name)}')


@register.filter
def initial(full_name: str) -> str:
    """The first letter of the given name, which stands last in Vietnamese: "Trần Thị Hòa" gives "H"."""
    words = full_name.split()
    return words[-1][0].upper() if words else ""


@cache
def _drawing(name: str) -> str:
    """The inside of an icon's svg element, from its first attribute to its end tag."""
    path = ICONS / f"{name}.svg"
    if not ICON_NAME.fullmatch(name) or not path.is_file():
        raise template.TemplateSyntaxError(f"There is no icon {name!r}.")
    shapes = re.findall(r"<(?:path|circle|rect|line|polyline|ellipse)\b[^>]*/>", path.read_text(encoding="utf-8"))
    drawn = "".join(shape for shape in shapes if 'stroke="none"' not in shape)
    return f'viewBox="0 0 24 24" aria-hidden="true" focusable="false">{drawn}</svg>'


@register.inclusion_tag("portal/components/field.html")
def field(bound: BoundField, label: str = "", help_text: str = "") -> dict[str, object]:
    """One form field with its label, help and errors tied to it. Label and help default to the form's."""
    widget = bound.field.widget
    described = [f"{bound.auto_id}_help"] if help_text or bound.help_text else []
    described += [f"{bound.auto_id}_error"] if bound.errors else []
    attributes = _styled(widget)
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return {
        "bound": bound,
        "widget": bound.as_widget(attrs=attributes),
        "label": label or bound.label,
        "help": help_text or bound.help_text,
        "is_group": isinstance(widget, RadioSelect | CheckboxSelectMultiple),
        "is_check": isinstance(widget, CheckboxInput),
    }


def _styled(widget: Widget) -> dict[str, str]:
    """The class of a widget that is a box; choices of one stroke keep the browser's own drawing."""
    if isinstance(widget, CheckboxInput | RadioSelect | CheckboxSelectMultiple):
        return {}
    return {"class": "form-select" if isinstance(widget, Select) else "form-control"}


@register.inclusion_tag("portal/components/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, object]:
    """What is wrong with a sent form, each line a link to its field. Nothing for a form without errors."""
    faulty = [bound for bound in form if bound.errors]
    return {"faulty": faulty, "general": form.non_field_errors() if form.is_bound else []}
