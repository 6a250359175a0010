"""Where delivery reports lie: a Maildir, an mbox, or one mail from a pipe."""

import mailbox
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from vkc.notifications.bounces import MOST_BYTES
from vkc.notifications.choices import ReportOutcome
from vkc.notifications.services.bounces import take_report

# So many mails a round; the next round goes on where this one ended.
MOST_MAILS = 500
SEEN = ":2,S"


def read_stream(*, stream: BinaryIO, at: datetime) -> ReportOutcome:
    """One mail; not more of it is read than the limit and one byte."""
    return take_report(raw=stream.read(MOST_BYTES + 1), at=at)


def read_maildir(*, folder: str | Path, at: datetime) -> Counter[str]:
    """Take in what lies in `new` and move it, seen, to `cur`; returns counts by outcome.

    Nothing is deleted. Killed between the two steps, a mail is read again and found known.
    Raises OSError where the folder is no Maildir.
    """
    counts: Counter[str] = Counter()
    new, cur = Path(folder) / "new", Path(folder) / "cur"
    names = sorted(path.name for path in new.iterdir() if path.is_file() and not path.is_symlink())
    for name in names[:MOST_MAILS]:
        with (new / name).open("rb") as stream:
            counts[read_stream(stream=stream, at=at)] += 1
        (new / name).rename(cur / f"{name.partition(':')[0]}{SEEN}")
    return counts


def read_mbox(*, path: str | Path, at: datetime) -> Counter[str]:
    """Take in every mail of an mbox file; the file stays as it is.

    Raises OSError where there is no such file.
    """
    Path(path).stat()
    box = mailbox.mbox(path, create=False)
    try:
        return Counter(
            read_stream(stream=box.get_file(key), at=at)  # type: ignore[arg-type]
            for key in box.iterkeys()
        )
    finally:
        box.close()
