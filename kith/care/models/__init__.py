"""What is remembered of a course: its frame, its agreements, consents and adaptations."""

from .adaptation import MedicalCheck, NamedPerson, ProtocolChange, ToldParents, YoungPerson
from .consent import Consent, ConsentText, DisclosureMark, Release
from .contract import Contract
from .course import Course, Decision, FullStop, Passage, TaskMark

__all__ = [
    "Consent",
    "ConsentText",
    "Contract",
    "Course",
    "Decision",
    "DisclosureMark",
    "FullStop",
    "MedicalCheck",
    "NamedPerson",
    "Passage",
    "ProtocolChange",
    "Release",
    "TaskMark",
    "ToldParents",
    "YoungPerson",
]
