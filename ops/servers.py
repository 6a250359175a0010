"""PostgreSQL and Redis for a command: the given ones, else embedded ones shared per checkout."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ops.postgres_server import PostgresServer
from ops.redis_server import RedisServer
from ops.sharing import shared


@contextmanager
def postgres(folder: Path, *, is_durable: bool = True) -> Iterator[str]:
    """Yield a database URL: DATABASE_URL, else that of the embedded server in `folder`."""
    if given := os.environ.get("DATABASE_URL"):
        yield given
        return
    server = PostgresServer(folder, is_durable=is_durable)
    with shared(server, keeper=["postgres", str(server.folder)]) as url:
        yield url


@contextmanager
def redis(folder: Path, *, is_durable: bool = True) -> Iterator[str]:
    """Yield a Redis URL: REDIS_URL, else that of the embedded server in `folder`."""
    if given := os.environ.get("REDIS_URL"):
        yield given
        return
    server = RedisServer(folder, is_durable=is_durable)
    with shared(server, keeper=["redis", str(server.folder)]) as url:
        yield url


@contextmanager
def both(var: Path, *, prefix: str = "", is_durable: bool = True) -> Iterator[dict[str, str]]:
    """Yield the two URLs as environment variables, and set them in this process."""
    with (
        postgres(var / f"{prefix}postgres", is_durable=is_durable) as database_url,
        redis(var / f"{prefix}redis", is_durable=is_durable) as redis_url,
    ):
        urls = {"DATABASE_URL": database_url, "REDIS_URL": redis_url}
        before = {name: os.environ.get(name) for name in urls}
        os.environ.update(urls)
        try:
            yield urls
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value
