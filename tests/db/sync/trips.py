"""A line to the server that counts how often it turns round: how many times the laptop spoke after an answer."""

from __future__ import annotations

import socket
import threading
from types import TracebackType

TLS_ALERT = 0x15
"""The first byte of the record that closes a line. It says nothing, and may come before or after the server's own."""


class CountedLine:
    """Carries one connection after the other, byte by byte as they are. `trips` is how often the laptop spoke, having
    heard the server out before; its goodbye is one of them, for which nobody waits.

    It wants TLS 1.2 (`PGSSLMAXPROTOCOLVERSION`): in 1.3 the server hands out its tickets whenever it likes, before or
    after the laptop's next word, and an alert that closes the line could not be told from a word."""

    def __init__(self, port: int) -> None:
        self._there = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._lock = threading.Lock()
        self._answered, self.trips = True, 0
        self._carriers: list[threading.Thread] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def __enter__(self) -> CountedLine:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _listen(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            self._answered = True
            far = socket.create_connection(("127.0.0.1", self._there))
            for source, target, up in ((near, far, True), (far, near, False)):
                source.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                carrier = threading.Thread(target=self._carry, args=(source, target, up), daemon=True)
                self._carriers.append(carrier)
                carrier.start()

    def hung_up(self) -> None:
        """Waits until all that was said has gone by, the goodbye too."""
        for carrier in self._carriers:
            carrier.join(10)

    def _carry(self, source: socket.socket, target: socket.socket, up: bool) -> None:
        with source, target:
            try:
                while data := source.recv(65536):
                    with self._lock:
                        if self._answered and up and data[0] != TLS_ALERT:
                            self.trips += 1
                        self._answered = not up
                    target.sendall(data)
                target.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # the other end is gone
