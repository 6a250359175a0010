"""The verbs of the library, one room each; nothing else writes state."""

from guidelines.services.documents import (
    keep_address,
    publish_document,
    record_loaded,
    record_publication,
    return_document,
    schedule_document,
    submit_document,
    unschedule_document,
    withdraw_document,
)

__all__ = [
    "keep_address",
    "publish_document",
    "record_loaded",
    "record_publication",
    "return_document",
    "schedule_document",
    "submit_document",
    "unschedule_document",
    "withdraw_document",
]
