from guidelines.models.documents import Document, DocumentAddress, DocumentSource, Issuer
from guidelines.models.effects import Effect
from guidelines.models.events import DocumentEvent
from guidelines.models.workflow import FourEyesApprovalTask

__all__ = [
    "Document",
    "DocumentAddress",
    "DocumentEvent",
    "DocumentSource",
    "Effect",
    "FourEyesApprovalTask",
    "Issuer",
]
