"""What a figure depends on beside the code: how fast the processor is now, how much a process held."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOOP = 5_000_000


def machine_speed() -> str:
    """How fast the processor is in this moment: shared machines drift by a factor of three."""
    began, total = time.process_time(), 0
    for number in range(LOOP):
        total += number
    return f"Processor now: {LOOP:,} additions in {time.process_time() - began:.2f} CPU-seconds"


@contextmanager
def at_known_speed() -> Iterator[None]:
    """Say the processor's speed before and after what is measured."""
    print(machine_speed(), flush=True)
    yield
    print(machine_speed(), flush=True)


def peak_megabytes() -> float:
    """The most this process held at once, MB.

    `VmHWM` of Linux: `ru_maxrss` of a child also counts what its parent held when it was started.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024
