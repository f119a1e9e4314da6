"""A server on loopback that says whatever it is told to, byte by byte."""

import contextlib
import socket
import struct
import threading

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
ABSENT = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


class Line:
    """What a play may do with its connection."""

    def __init__(self, connection, stop):
        self.connection, self.stop = connection, stop

    def send(self, data):
        self.connection.sendall(data)

    def for_ever(self, data):
        """Send it again and again, as fast as it is taken."""
        while not self.stop.is_set():
            self.connection.sendall(data)

    def drip(self, data):
        """One byte at a time, for ever, each long before any time limit of a socket."""
        while not self.stop.is_set():
            for byte in data:
                self.connection.sendall(bytes([byte]))
                if self.stop.wait(0.01):
                    return

    def hang(self):
        """Keep the connection open and say nothing more."""
        self.stop.wait(10)

    def reset(self):
        """Break the connection off as a crash would."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


class Hostile:
    """Plays `play(line)` to requests for `path`, says 404 to others; `heads` are the requests as they came.

    A context manager that gives the base URL. A play for None is played before anything was asked.
    """

    def __init__(self, play, path="/a"):
        self.play, self.path, self.heads = play, path, []
        self.stop = threading.Event()
        self.threads = []

    def __enter__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self._start(self._accept)
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def __exit__(self, *_):
        self.stop.set()
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for thread in self.threads:
            thread.join(5)
            assert not thread.is_alive()

    def paths(self):
        return [head.split(b" ")[1].decode() for head in self.heads]

    def _start(self, work, *arguments):
        self.threads.append(threading.Thread(target=work, args=arguments, daemon=True))
        self.threads[-1].start()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                self._start(self._serve, self.listener.accept()[0])

    def _serve(self, connection):
        with connection, contextlib.suppress(OSError):
            connection.settimeout(5)
            line = Line(connection, self.stop)
            if self.path is None:
                self.play(line)
                return
            while head := self._head(connection):
                self.heads.append(head)
                if self.path in ("*", self.paths()[-1]):
                    self.play(line)
                    return
                line.send(ABSENT)

    def _head(self, connection):
        head = b""
        while b"\r\n\r\n" not in head:
            connection.settimeout(0.02)
            try:
                more = connection.recv(4096)
            except TimeoutError:
                if self.stop.is_set():
                    return b""
                continue
            if not more:
                return b""
            head += more
        connection.settimeout(5)
        return head
