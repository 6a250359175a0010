"""Lines that say what is being done and how long it took."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def step(title: str) -> Iterator[None]:
    started = time.monotonic()
    print(f"  {title} …", flush=True)
    yield
    print(f"  {title}: {time.monotonic() - started:.1f} s", flush=True)
