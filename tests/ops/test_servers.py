"""The embedded servers: shared by users, stopped with the last, found again after a crash."""

import os
import signal
from pathlib import Path

import psycopg
import pytest
import redis

from ops import servers
from ops.postgres_server import PostgresServer
from ops.process import wait_until
from ops.redis_server import RedisServer


@pytest.fixture(autouse=True)
def _nothing_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)


def one(url: str) -> int:
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT 1").fetchone()[0]


def test_a_given_server_is_used_and_none_started(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/x")
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere/1")
    with servers.both(tmp_path) as urls:
        assert urls == {
            "DATABASE_URL": "postgresql://elsewhere/x",
            "REDIS_URL": "redis://elsewhere/1",
        }
    assert list(tmp_path.iterdir()) == []


def test_postgres_is_shared_and_stops_with_its_last_user(tmp_path):
    folder = tmp_path / "postgres"
    server = PostgresServer(folder, is_durable=False)
    with servers.postgres(folder, is_durable=False) as first:
        with servers.postgres(folder, is_durable=False) as second:
            assert second == first
        assert one(first) == 1
    assert not server.is_running()


def test_a_durable_postgres_loses_nothing_when_killed(tmp_path):
    folder = tmp_path / "postgres"
    server = PostgresServer(folder)
    with servers.postgres(folder) as url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
        os.kill(server.pid(), signal.SIGKILL)
        assert wait_until(lambda: not server.is_running(), seconds=20)
    # The worst case: the id in the left-over file belongs to another program by now.
    left_over = server.data / "postmaster.pid"
    left_over.write_text(f"{os.getpid()}\n{left_over.read_text().split(chr(10), 1)[1]}")
    with servers.postgres(folder) as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (7,)


def test_a_long_path_gets_its_socket_elsewhere(tmp_path):
    server = PostgresServer(tmp_path / ("x" * 100))
    assert len(os.fsencode(server.sockets)) < 80
    assert PostgresServer(Path("/tmp/short")).sockets == Path("/tmp/short/s").resolve()


def test_redis_asks_for_its_password_and_stops_with_its_user(tmp_path):
    folder = tmp_path / "redis"
    with servers.redis(folder, is_durable=False) as url:
        with redis.Redis.from_url(url) as client:
            assert client.ping()
        stranger = redis.Redis.from_url("redis://" + url.split("@")[1])
        with pytest.raises(redis.AuthenticationError):
            stranger.ping()
        stranger.close()
    assert not RedisServer(folder).is_running()
