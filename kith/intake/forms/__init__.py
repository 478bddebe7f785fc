"""What may be said: by who asks for help, in the first conversation, in the judgement."""

from .asking import AcceptForm, EnquiryForm, ReferralForm, TurnDownForm
from .files import ColumnsForm, FileForm, RowsForm
from .fit import FitForm
from .parts import HopesForm, PatternsForm, PresentingForm

__all__ = [
    "AcceptForm",
    "ColumnsForm",
    "EnquiryForm",
    "FileForm",
    "FitForm",
    "HopesForm",
    "PatternsForm",
    "PresentingForm",
    "ReferralForm",
    "RowsForm",
    "TurnDownForm",
]
