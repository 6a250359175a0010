"""The cache in Redis keeps its clients."""

from django.conf import settings

from vkc.core.caching import KeptRedisCache


def test_one_client_serves_every_command():
    cache = KeptRedisCache(settings.REDIS_URL, {"KEY_PREFIX": "vkc-kept"})
    first = cache._cache.get_client(write=True)
    assert cache.add("a", [1, "hai"], 5)
    assert cache.get("a") == [1, "hai"]
    assert not cache.add("a", 2, 5)
    cache.delete("a")
    assert cache._cache.get_client() is first


def test_each_server_has_a_client_of_its_own():
    cache = KeptRedisCache([settings.REDIS_URL, f"{settings.REDIS_URL}?protocol=3"], {})
    writing, reading = cache._cache.get_client(write=True), cache._cache.get_client()
    assert writing is not reading
    assert cache._cache.get_client() is reading
