"""Sample files for any test of the library."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.guidelines.fixtures.build import build


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """`sample_file("typed-30.docx")`: made on demand, once in a run."""
    folder = tmp_path_factory.mktemp("samples")
    return lambda name: build(name, folder)
