"""What the gates need to know, as far as this room and those before it can tell."""

from ipt.protocol import CourseFacts
from kith.care import reading as care_reading
from kith.safety import reading as safety_reading


def before_start(course) -> CourseFacts:
    """Risk screen, consents and contract of a course; `focus.facts` adds the focus."""
    safety = safety_reading.facts(course)
    return CourseFacts(
        protocol=course.protocol,
        version=course.protocol_version,
        status=course.status,
        phase=course.phase,
        risk_screen_recorded=safety["risk_screen_recorded"],
        private_question=safety["private_question"],
        **care_reading.consent_facts(course),
        **care_reading.contract_facts(course),
    )
