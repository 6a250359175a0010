from guidelines.models.changes import Change
from guidelines.models.citations import Citation
from guidelines.models.documents import (
    Document,
    DocumentAddress,
    DocumentSource,
    Issuer,
)
from guidelines.models.effects import Effect
from guidelines.models.events import DocumentEvent
from guidelines.models.files import SourceFile
from guidelines.models.imports import ImportJob, ImportPage, ImportResult
from guidelines.models.ledger import Ledger, LedgerAnswer, LedgerTask, Preparation
from guidelines.models.outputs import Output
from guidelines.models.redlines import Redline
from guidelines.models.rendered import RenderedText
from guidelines.models.spans import StatusSpan
from guidelines.models.stamps import LibraryStamp
from guidelines.models.versions import Attachment, Provision, ProvisionText, Version, VersionEvent
from guidelines.models.workflow import FourEyesApprovalTask

__all__ = [
    "Attachment",
    "Change",
    "Citation",
    "Document",
    "DocumentAddress",
    "DocumentEvent",
    "DocumentSource",
    "Effect",
    "FourEyesApprovalTask",
    "ImportJob",
    "ImportPage",
    "ImportResult",
    "Issuer",
    "Ledger",
    "LedgerAnswer",
    "LedgerTask",
    "LibraryStamp",
    "Output",
    "Preparation",
    "Provision",
    "ProvisionText",
    "Redline",
    "RenderedText",
    "SourceFile",
    "StatusSpan",
    "Version",
    "VersionEvent",
]
