"""Puts a response body together from its chunks, decoded, within a size: no compressed bomb gets past it."""

import zlib

STEP = 1 << 18
"""Most bytes that come out of the decompressor at once."""

_GZIP = b"\x1f\x8b"


class Damaged(Exception):
    """The body broke off or is not what its headers say; asking again may help."""


class Body:
    """Collects a body; stops decoding at the cap.

    encoding: Content-Encoding as sent (none, gzip, deflate). cap: most decoded bytes kept. wire: bytes as they
    came, so far. over: more would have come out than the cap allows.
    """

    def __init__(self, encoding: str | None, cap: int) -> None:
        self._name = (encoding or "").strip().lower()
        self._inflater: zlib._Decompress | None = None
        self._head = b""
        self._parts: list[bytes] = []
        self._room = cap
        self.wire = 0
        self.over = False

    def feed(self, chunk: bytes) -> None:
        """Take the next chunk as it came. Raises Damaged."""
        self.wire += len(chunk)
        if self._name in ("", "identity"):
            self._keep(chunk)
            return
        if self._name not in ("gzip", "x-gzip", "deflate"):
            raise Damaged("it answered in a compression that was not asked for")
        try:
            self._inflate(self._head + chunk)
        except zlib.error as error:
            raise Damaged("its answer cannot be decompressed") from error

    def finish(self) -> bytes:
        """All of it, decoded, at most the cap. Raises Damaged where the compressed stream broke off."""
        begun = self._inflater is not None or self._head
        whole = self._inflater is not None and self._inflater.eof
        if begun and not whole and not self.over:
            raise Damaged("its answer broke off")
        return b"".join(self._parts)

    def _inflate(self, data: bytes) -> None:
        self._head = b""
        while not self.over:
            if self._inflater is None or self._inflater.eof:
                if len(data) < 2:  # two bytes tell the two kinds of deflate apart, and members from padding
                    self._head = data
                    return
                if self._inflater is not None and (self._name == "deflate" or data[:2] != _GZIP):
                    return
                self._inflater = zlib.decompressobj(self._window(data))
            out = self._inflater.decompress(data, STEP)
            self._keep(out)
            data = self._inflater.unused_data if self._inflater.eof else self._inflater.unconsumed_tail
            if not self._inflater.eof and not data and len(out) < STEP:
                return

    def _window(self, data: bytes) -> int:
        if self._name != "deflate":
            return zlib.MAX_WBITS | 16
        wrapped = data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
        return zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS  # RFC 9110, 8.4.1.2: some send it bare

    def _keep(self, data: bytes) -> None:
        if len(data) > self._room:
            self.over = True
            data = data[: self._room]
        self._room -= len(data)
        if data:
            self._parts.append(data)
