"""Why no whole answer came, in words for an operator of this tool. Knows the HTTP library by names only."""

import socket
import ssl

from hikcorpus.fetch.body import Damaged

_BY_CAUSE: tuple[tuple[type[BaseException], str], ...] = (
    (Damaged, ""),
    (socket.gaierror, "its name is not known"),
    (UnicodeError, "its name is not known"),
    (ConnectionRefusedError, "it refused the connection"),
    (ssl.SSLError, "no secure connection could be made"),
)

_BY_NAME = {
    "ConnectTimeout": "it did not take the connection in time",
    "ReadTimeout": "it stopped sending",
    "TimeoutException": "it did not answer in time",
    "RemoteProtocolError": "its answer broke off",
    "ReadError": "its answer broke off",
    "DecodingError": "its answer cannot be decompressed",
    "ConnectError": "no connection could be made",
}


def reason_of(error: BaseException) -> str:
    """The reason as a clause without full stop; the cause beneath counts before the library's own name."""
    link: BaseException | None = error
    while link is not None:
        for kind, words in _BY_CAUSE:
            if isinstance(link, kind):
                return words or str(link)
        link = link.__cause__ or link.__context__
    for kind in type(error).__mro__:
        if kind.__name__ in _BY_NAME:
            return _BY_NAME[kind.__name__]
    return "the connection failed"
