"""Connections that mean harm: many at a time, opened again when they are closed, each saying little or nothing."""

import errno
import os
import resource
import selectors
import socket
import threading
import time

TICK_S = 0.25
OPENED_PER_TICK = 150


class Flood:
    """with Flood(("127.0.0.1", port), 500, b"GET / HT", drip=b"x"): one thread keeps `count` connections open. `drip` is sent on each
    once a second; nothing that comes back is read beyond its first bytes, or at all when `deaf`."""

    def __init__(self, address, count, first=b"", drip=b"", deaf=False):
        self._address, self._count, self._first, self._drip, self._deaf = address, count, first, drip, deaf
        self.opened = self.closed_by_node = self.failed = 0
        self.lived_s = []  # of those that the node closed
        self.answers = {}  # first line of what came back -> how often
        self._open = {}  # socket -> when it was opened
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join()
        for connection in self._open:
            connection.close()

    def summary(self):
        longest = f", the longest after {max(self.lived_s):.1f} s" if self.lived_s else ""
        answers = ", ".join(f"{count} x {line}" for line, count in sorted(self.answers.items()))
        return (f"{self.opened} connections opened, {len(self._open)} open at the end, {self.closed_by_node} closed by the node{longest}"
                + (f"; {answers}" if answers else ""))

    def _run(self):
        dripped = time.monotonic()
        while not self._stop.is_set():
            for _ in range(min(OPENED_PER_TICK, self._count - len(self._open))):
                self._connect()
            self._look()
            if self._drip and time.monotonic() - dripped >= 1:
                dripped = time.monotonic()
                for connection in list(self._open):
                    self._send(connection, self._drip)
            self._stop.wait(TICK_S)

    def _connect(self):
        connection = socket.socket()
        try:
            if self._deaf:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            connection.settimeout(2)
            connection.connect(self._address)
            connection.setblocking(False)
        except OSError:
            self.failed += 1
            connection.close()
            return
        self.opened += 1
        self._open[connection] = time.monotonic()
        self._send(connection, self._first)

    def _send(self, connection, content):
        try:
            connection.send(content)
        except OSError as error:
            if error.errno != errno.EAGAIN:
                self._gone(connection)

    def _gone(self, connection):
        opened = self._open.pop(connection, None)
        if opened is not None:
            self.closed_by_node += 1
            self.lived_s.append(time.monotonic() - opened)
        connection.close()

    def _look(self):
        """Which connections the node has closed; what it answered. A deaf one leaves the answer where it is."""
        with selectors.DefaultSelector() as selector:
            for connection in self._open:
                selector.register(connection, selectors.EVENT_READ)
            ready = [key.fileobj for key, _ in selector.select(0)]
        for connection in ready:
            try:
                said = connection.recv(256, socket.MSG_PEEK if self._deaf else 0)
            except OSError:
                said = b""
            if not said:
                self._gone(connection)
            elif said.startswith(b"HTTP/"):
                line = said.split(b"\r\n")[0].decode(errors="replace")
                if not self._deaf:
                    self.answers[line] = self.answers.get(line, 0) + 1


def raise_descriptor_limit():
    """For this process: a flood needs more than the usual 1024."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard if hard != resource.RLIM_INFINITY else 65536, hard))


def descriptors(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))
