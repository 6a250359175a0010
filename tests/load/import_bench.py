"""`python -m tests.load.import_bench FILE`: one import in this process, its seconds and its memory.

`bench_import` runs it for 700 articles, in a process of its own, against 10 s and 400 MB. The time is
that of the command `import_document` (reading, recognising, storing); the memory is the largest the
whole process ever held, Django included.
"""

import io
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.load.machine import peak_megabytes

ARTICLES = 700
SLOWEST, MOST_MEGABYTES = 10, 400


def bench_import() -> None:
    """A DOCX of 700 articles with typed numbers; then, as its second text, one with automatic ones."""
    from tests.guidelines.fixtures.build import build

    print(f"{'import':<22}{'s':>8}{'CPU s':>8}{'MB':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for name in (f"typed-{ARTICLES}.docx", f"automatic-{ARTICLES}.docx"):
            path = build(name, Path(folder))
            command = [sys.executable, "-m", "tests.load.import_bench", str(path)]
            answer = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
            seconds, busy, megabytes = map(float, answer.stdout.split()[-3:])
            miss = "  too much" if seconds > SLOWEST or megabytes > MOST_MEGABYTES else ""
            print(f"{name:<22}{seconds:>8.1f}{busy:>8.1f}{megabytes:>8.0f}{miss}", flush=True)
    print(f"Target: {ARTICLES} articles in ≤ {SLOWEST} s and ≤ {MOST_MEGABYTES} MB.")


def main() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    began, busy = time.perf_counter(), time.process_time()
    call_command("import_document", sys.argv[1], stdout=io.StringIO())
    seconds, busy = time.perf_counter() - began, time.process_time() - busy
    print(f"{seconds:.2f} {busy:.2f} {peak_megabytes():.0f}")


if __name__ == "__main__":
    main()
