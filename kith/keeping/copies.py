"""A copy of one record as a ZIP in memory: to read, for programmes, and what it means.

Nothing is written to a disk of the server: the copy exists in the answer alone.
"""

import io
import json
import zipfile
from pathlib import Path
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format

from kith import clock
from kith.care.models import Consent
from kith.inventory import veil

from . import gather, initials, plan, telling, titles

FORMAT = "kith-record/1"
INSIDE = Path(__file__).parent / "inside"
MAY_BE_NAMED = "other_provider"


def pack(client, audience: str, notice: str = "") -> bytes:
    """The whole copy of `client`.

    audience   "client": their own; "staff": the therapist's, where other people are initials
               unless the client agreed to sharing with another provider
    notice     what the law wants to stand on a copy that leaves, if anything
    """
    rows = gather.rows(client, audience)
    people = gather.people(rows, client)
    named = audience == "client" or agreed(client)
    if audience != "client":
        rows = veil.Veil(client.pk).over(rows)
    if not named:
        rows = initials.only(rows, client.name)
    about = {
        "format": FORMAT,
        "made_at": clock.now().isoformat(),
        "for": audience,
        "names": "full" if named else "initials",
        **({"notice": notice} if notice else {}),
        "practice": {"name": client.practice.name, "time_zone": client.practice.time_zone},
        "client": str(client.pk),
        "staff": people,
        "rows": rows,
        "left_out": [
            {"model": model, "field": field, "because": why}
            for model, field, why in plan.reasons(audience)
        ],
    }
    return _zip(
        {
            "index.html": _page(about, client),
            "record.json": json.dumps(about, ensure_ascii=False, indent=1),
            "format.md": (INSIDE / "format.md").read_text(encoding="utf-8"),
            "style.css": (INSIDE / "style.css").read_text(encoding="utf-8"),
        }
    )


def agreed(client) -> bool:
    """Whether the client's last word on sharing with another provider is a yes."""
    found = Consent.objects.filter(client=client, kind=MAY_BE_NAMED, withdrawn_at=None)
    last = found.order_by("answered_at").last()
    return bool(last and last.given)


def _page(about, client):
    with translation.override(client.language or client.practice.language):
        teller = telling.Teller(about["rows"], about["staff"], client.zone)
        made = clock.now().astimezone(ZoneInfo(str(client.zone)))
        context = {
            "made_at": date_format(made, "j F Y, H:i"),
            "practice": about["practice"],
            "names": about["names"],
            "notice": about.get("notice", ""),
            "parts": teller.parts(),
            "left_out": [
                (titles.part(model), why)
                for model, field, why in plan.reasons(about["for"])
                if field == "*" and model in titles.PARTS
            ],
        }
        return render_to_string("keeping/inside.html", context)


def _zip(files: dict[str, str]) -> bytes:
    made, now = io.BytesIO(), clock.now().timetuple()[:6]
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            place = zipfile.ZipInfo(name, date_time=now)
            place.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(place, text.encode("utf-8"))
    return made.getvalue()


def file_name() -> str:
    """What the file is called: the day, nothing about a person."""
    return f"copy-{clock.today().isoformat()}.zip"
