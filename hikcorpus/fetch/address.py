"""What an address says: its host, its origin, whether a redirect stays on the site. Pure."""

from urllib.parse import urlsplit

_USUAL_PORT = {"http": 80, "https": 443}


def host_of(url: str) -> str:
    """The host alone, lower case, without port and final dot: what one limiter holds for. Empty if there is none."""
    return (urlsplit(url).hostname or "").lower().removesuffix(".")


def origin_of(url: str) -> str:
    """`scheme://host[:port]`, the port only where it is not the usual one: what one robots.txt holds for."""
    scheme, host, port = _parts(url)
    if ":" in host:  # IPv6
        host = f"[{host}]"
    return f"{scheme}://{host}" + ("" if port == _USUAL_PORT.get(scheme) else f":{port}")


def path_of(url: str) -> str:
    """Path and query, at least `/`, without the fragment."""
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def fault_of(url: str) -> str | None:
    """Why this cannot be asked for, as the end of a sentence, or None if it can."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return "it is not an address"
    if parts.scheme not in _USUAL_PORT:
        return "only http and https addresses can be read"
    if not host_of(url):
        return "it names no host"
    if parts.username is not None or parts.password is not None:
        return "it holds a user name or password, and hikcorpus reads only what guests see"
    return None


def stays(source: str, target: str) -> bool:
    """Whether a redirect from source to target stays on the site: same origin, or http to https on one host."""
    (old_scheme, old_host, old_port), (scheme, host, port) = _parts(source), _parts(target)
    if host != old_host:
        return False
    return (scheme, port) == (old_scheme, old_port) or (old_scheme, scheme) == ("http", "https")


def _parts(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    return parts.scheme, host_of(url), parts.port or _USUAL_PORT.get(parts.scheme)
