"""Which addresses may be published as links."""

from urllib.parse import urlsplit

from vkc.cms.choices import MIRROR_HOSTS


def public_address(address: str) -> str:
    """The link a reader may open, or an empty string while the source is being verified."""
    if not address.startswith(("https://", "http://")):
        return ""
    return "" if host_of(address) in MIRROR_HOSTS else address


def host_of(address: str) -> str:
    """The host of an address without `www.`; empty where there is none."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
