"""What the gates need to know, as far as this room and those before it can tell."""

from ipt.protocol.gates import CourseFacts
from kith.care import reading as care_reading
from kith.safety import reading as safety_reading


def before_start(course) -> CourseFacts:
    """Risk screen, consents and contract of a course; `focus.facts` adds the focus."""
    safety = safety_reading.facts(course)
    return CourseFacts(
        risk_screen_recorded=safety["risk_screen_recorded"],
        **care_reading.consent_facts(course),
        **care_reading.contract_facts(course),
    )
