"""A Redis database of its own for each test process, so that parallel runs never mix queues."""

from collections.abc import Iterator
from contextlib import contextmanager

import redis

from ops.locks import open_lock, release, try_lock
from ops.paths import VAR


@contextmanager
def own_database(url: str) -> Iterator[str]:
    """Yield the URL of an emptied database that no other process of this checkout uses."""
    server = url.rsplit("/", 1)[0] if url.count("/") > 2 else url
    databases = int(_databases(url))
    for number in range(1, databases):
        lock = open_lock(VAR / "test-redis" / "slots" / f"{number}.lock")
        if try_lock(lock):
            break
        lock.close()
    else:
        raise RuntimeError(f"All {databases} databases of the test Redis are in use")
    try:
        own = f"{server}/{number}"
        with redis.Redis.from_url(own) as client:
            client.flushdb()
        yield own
    finally:
        release(lock)


def _databases(url: str) -> int:
    with redis.Redis.from_url(url) as client:
        return client.config_get("databases").get("databases", 16)
