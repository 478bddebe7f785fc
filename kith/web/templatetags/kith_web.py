"""Small words templates need: nonces, times in a person's zone, initials."""

import datetime as dt
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from ..pictures import circle, ribbon, spark, timeline

register = template.Library()


@register.simple_tag(takes_context=True)
def hx_nonce(context):
    """The attribute every htmx element must carry; without a nonce, nothing."""
    request = context.get("request")
    nonce = getattr(request, "csp_nonce", "") if request else ""
    return format_html(' hx-nonce="{}"', nonce) if nonce else ""


@register.simple_tag
def described_by(field):
    """aria-describedby for the fieldset of a group, which Django leaves to the template."""
    ids = field.aria_describedby
    return format_html(' aria-describedby="{}"', ids) if ids else ""


@register.simple_tag
def first_control(field):
    """The id a link in the error summary should lead to."""
    return f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label


def in_zone(moment, zone):
    """The wall-clock form of an aware moment in a zone (name or ZoneInfo; default the current)."""
    if isinstance(zone, str) and zone:
        zone = ZoneInfo(zone)
    return timezone.localtime(moment, zone or None)


@register.simple_block_tag
def keeping(content, place, draft=None):
    """The form inside keeps what is typed, each few seconds, for `place`: the path of its page, or
    of where it is sent; with #name where a page has several. `draft` was kept before."""
    url = reverse("people:draft") + "?" + urlencode({"place": place})
    context = {"content": content, "url": url, "draft": draft}
    return render_to_string("components/keeping.html", context)


@register.simple_tag
def when(moment, zone=None, shape="full", now=None):
    """A moment in plain words, inside <time>. shape: full, day, time, short."""
    if not moment:
        return ""
    if not isinstance(moment, dt.datetime):
        words = formats.date_format(moment, "l j F Y" if shape == "full" else "j M Y")
        return format_html('<time datetime="{}">{}</time>', moment.isoformat(), words)
    local = in_zone(moment, zone)
    clock = formats.date_format(local, "H:i")
    day = formats.date_format(local, "j M" if shape == "short" else "l j F Y")
    words = {"time": clock, "day": day}.get(shape) or _("%(day)s at %(time)s") % {
        "day": day,
        "time": clock,
    }
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), words)


@register.filter
def initials(name):
    """Up to two letters for a person chip: 'Marisol Quintero-Hale' gives 'MQ'."""
    words = [word for word in str(name).split() if word[:1].isalnum()]
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else [word[0] for word in words]
    return "".join(letters).upper()


@register.filter
def tel(number):
    """A tel: address of a phone number as people write it."""
    return "tel:" + "".join(char for char in str(number) if char in "+0123456789*#")


FORMS = {
    "desk": {"width": 820, "height": 250},
    "half": {"width": 540, "height": 230},
    "phone": {"width": 300, "height": 176, "labels": False},
}


@register.simple_tag(name="course_ribbon")
def course_ribbon_tag(data, ident="course", form="desk"):
    """The course ribbon in one of its forms: desk, half (a column), phone."""
    return ribbon.course_ribbon(data, ident=f"{ident}-{form}", **FORMS[form])


@register.simple_tag(name="closeness_circle")
def closeness_circle_tag(people, ident="circle", size=None, me="", live=False):
    """The circle of people; `live` when they may be moved in it."""
    return circle.closeness_circle(people, size=size or 620, ident=ident, me=me or "", live=live)


@register.simple_tag(name="timeline")
def timeline_tag(data, ident="timeline", form="desk"):
    """The timeline in one of its forms: desk, phone."""
    phone = {"width": 340, "labels": False} if form == "phone" else {}
    return timeline.timeline(data, ident=f"{ident}-{form}", **phone)


register.simple_tag(spark.spark, name="spark")
register.simple_tag(circle.area_mark, name="area_mark")
register.simple_tag(circle.kind_mark, name="kind_mark")
register.filter("circle_legend", circle.legend)
register.filter("circle_kinds", circle.kinds)
register.filter("circle_numbered", circle.numbered)
