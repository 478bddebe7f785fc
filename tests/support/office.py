"""A practice around its courses: cover, enquiries, measures and a face of its own."""

import io
import json
from dataclasses import replace
from datetime import timedelta

from PIL import Image

from ipt.measures import library, own
from kith.glass import actions as glass
from kith.intake import actions as intake
from kith.intake import importing
from kith.measures import actions as measures
from kith.people import changes
from kith.people.models import Cover
from kith.welcome import actions as welcome
from tests.support.cast import new_id


def cover(user, today):
    """A week away, somebody reading meanwhile."""
    stand_in = user.practice.duty_clinician
    return Cover.objects.create(
        practice_id=user.practice_id,
        user=user,
        covered_by=stand_in,
        from_on=today + timedelta(days=60),
        until_on=today + timedelta(days=67),
    )


def in_need(opener, client):
    """Somebody opened the record of a client whom they do not treat."""
    opening = glass.start(
        opener=opener, name=client.name, reason="Called from the ward tonight.", id=new_id()
    )
    return {"opening_id": opening.pk, "part": "safety"}


def enquiry(practice, by):
    """Somebody who asked and waits."""
    row = intake.receive(
        practice=practice,
        id=new_id(),
        name="Wanda Waiting",
        reach="wanda@example.org",
        words="I am low since the move.",
    )
    table = b"Name,Phone,Words\nRita Referred,0201,Asks through her doctor.\n"
    file, _made = importing.add(practice=practice, content=table, by=by)
    return {"enquiry_id": row.pk, "file_id": file.pk}


def own_measures(practice, administrator):
    """A confirmed measure, and a definition of the practice's own."""
    measures.confirm(
        practice=practice,
        measure="who-5",
        kind="non_commercial",
        statement="A public clinic.",
        by=administrator,
        id=new_id(),
    )
    definition = measures.add_own(
        practice=practice,
        text=own_file("epds", "2.0.0"),
        holder="Lindenhof Practice",
        proof="Letter of 2 March",
        expires_on=None,
        by=administrator,
        id=new_id(),
    )
    return {"measure": "who-5", "definition_id": definition.pk}


def face(practice, member, administrator):
    """How a practice shows itself: words of its own, said twice, a logo, a checked profile."""
    practice.refresh_from_db()
    changes.change_practice(
        practice=practice,
        version=practice.version,
        by=administrator,
        public_line="A small practice by a park.",
        pages_open=True,
    )
    for version, words in enumerate(("We are few.", "We are few, and glad to meet you.")):
        where = {"practice": practice, "page": "start", "by": administrator}
        welcome.save_words(version=version, words=words, **where)
    welcome.put_logo(practice=practice, sent=a_logo(), by=administrator)
    said = {
        "title": "Clinical psychologist",
        "credentials": [{"what": "IPT therapist", "body": "Institute", "year": 2016}],
        "languages": "English, Norwegian",
        "areas": ["depression"],
        "words": "I like to know what happened.",
        "shown": True,
    }
    profile = welcome.save_profile(version=0, by=member, **said)
    welcome.check(profile=profile, version=profile.version, by=administrator)
    practice.refresh_from_db()
    return {"profile_id": profile.pk, "logo_id": practice.logo, "page": "start"}


def a_logo() -> bytes:
    """A small picture, as a practice would send it."""
    written = io.BytesIO()
    Image.new("RGBA", (40, 30), (29, 106, 95, 128)).save(written, "PNG")
    return written.getvalue()


def own_file(id, version, /, **more) -> str:
    """A definition file with made-up questions, as a practice with a licence would write it."""
    measure, words = library.load(id), library.words(id)
    items = {item.linkId: f"A question of our own, {item.number}" for item in measure.items}
    words = replace(words, version=version, items=items)
    measure = replace(
        measure, version=version, text_included=True, text_status="included", entered_by="client"
    )
    return json.dumps(own.write(measure, words) | more)
