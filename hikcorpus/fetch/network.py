"""The network itself: names resolved and checked by us, and one deadline and one size for a whole request.

The socket's own time limit starts anew with every byte, and headers have none of their own, so both are kept
here, below the HTTP library.
"""

import socket
import ssl
import threading
import time
from collections.abc import Iterable
from ipaddress import ip_address
from typing import Any

import httpcore
import httpx

from hikcorpus.errors import NetworkError
from hikcorpus.fetch.private import is_public, may_be_meant


class Overdue(Exception):
    """The request as a whole took longer than it was given."""


class Oversized(Exception):
    """More came over the wire than any page within the cap can need."""


class Allowance(threading.local):
    """What the request that this thread is at may still take. until: of `time.monotonic`; left: bytes."""

    until = float("inf")
    left = float("inf")

    def seconds(self, wanted: float | None) -> float | None:
        """A time limit for one step, `wanted` at most. Raises Overdue."""
        rest = self.until - time.monotonic()
        if rest <= 0:
            raise Overdue
        if wanted is None:
            return None if rest == float("inf") else rest
        return min(wanted, rest)

    def take(self, received: int) -> None:
        """Count bytes. Raises Oversized."""
        self.left -= received
        if self.left < 0:
            raise Oversized


class Network(httpx.HTTPTransport):
    """Connects to public addresses only, and to hosts that the user typed as private ones.

    Every name is resolved here and the connection made to the very address that was checked. Hosts for which
    `may_be_meant` holds and those in private_hosts are connected to as they are: that they were typed, and not
    come by through a redirect, is for the caller to know, because connections are kept and used again.
    """

    def __init__(self, private_hosts: frozenset[str] = frozenset()) -> None:
        self._allowance = Allowance()
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            max_connections=100,
            max_keepalive_connections=20,
            keepalive_expiry=5.0,
            network_backend=_Backend(private_hosts, self._allowance),
        )

    def allow(self, seconds: float, size: int) -> None:
        """Give this thread's next request so much time and so many bytes over the wire, headers included."""
        self._allowance.until = time.monotonic() + seconds
        self._allowance.left = size


class _Backend(httpcore.NetworkBackend):
    def __init__(self, private_hosts: frozenset[str], allowance: Allowance) -> None:
        self._sockets = httpcore.SyncBackend()
        self._private_hosts, self._allowance = private_hosts, allowance

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address that takes it. Raises NetworkError where none is public."""
        problem: Exception = httpcore.ConnectError("no address")
        for address in self._addresses(host, port):
            try:
                seconds = self._allowance.seconds(timeout)
                stream = self._sockets.connect_tcp(address, port, seconds, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
            else:
                return _Stream(stream, self._allowance)
        raise problem

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise httpcore.ConnectError("name not known") from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        typed = host.rstrip(".").lower()
        if may_be_meant(typed) or typed in self._private_hosts:
            return addresses
        public = [address for address in addresses if is_public(ip_address(address))]
        if not public:
            raise NetworkError(
                f"{host} leads to an address that is not on the public internet, so it was not asked.",
                "Look at your name server, VPN or hotel network; a board on this machine or network is "
                "crawled by its numerical address.",
            )
        return public


class _Stream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, allowance: Allowance) -> None:
        self._stream, self._allowance = stream, allowance

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            data = self._stream.read(max_bytes, self._allowance.seconds(timeout))
        except httpcore.ReadTimeout:
            self._allowance.seconds(timeout)
            raise
        self._allowance.take(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._allowance.seconds(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        seconds = self._allowance.seconds(timeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, seconds), self._allowance)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
