from collections.abc import Callable

import pytest

from guidelines import readers
from guidelines.recognition.parsed import Reading


@pytest.fixture
def read(sample_file) -> Callable[..., Reading]:
    """Inspect and read a sample file by name."""

    def read_sample(name: str, **options: object) -> Reading:
        path = sample_file(name)
        return readers.read(path, media_type=readers.inspect(path, name=name), **options)

    return read_sample


def said(reading: Reading) -> list[str]:
    """Each line as a reader of the page sees it: computed number and text."""
    return [f"{line.number} {line.text}".strip() for line in reading.lines]
