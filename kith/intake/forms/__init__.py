"""What may be said: by who asks for help, in the first conversation, in the judgement."""

from .asking import AcceptForm, EnquiryForm, ReferralForm, TurnDownForm
from .files import ColumnsForm, FileForm, RowsForm
from .fit import FitForm
from .letters import USUALLY, ContactForm, LetterForm, NewLetterForm, SentForm
from .parts import HopesForm, PatternsForm, PresentingForm

__all__ = [
    "USUALLY",
    "AcceptForm",
    "ColumnsForm",
    "ContactForm",
    "EnquiryForm",
    "FileForm",
    "FitForm",
    "HopesForm",
    "LetterForm",
    "NewLetterForm",
    "PatternsForm",
    "PresentingForm",
    "ReferralForm",
    "RowsForm",
    "SentForm",
    "TurnDownForm",
]
