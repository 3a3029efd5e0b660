"""One xinghuod as a child process."""

import os
import signal
import subprocess

from xhnet.programs import Failure

STOP_LIMIT_S = 30
BASE_ENV = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": os.environ.get("HOME", "/"), "LC_ALL": "C.UTF-8", "TZ": "UTC"}


class NodeProcess:
    """`env` and `prefix` hold for the starts to come: more environment, and a command that becomes the node (ip netns exec)."""

    def __init__(self, binary, home):
        self.binary = str(binary)
        self.home = home
        self.env = {}
        self.prefix = []
        self.log = home / "node.log"
        self._process = None
        self._log_from = 0

    @property
    def running(self):
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self):
        return self._process.pid

    def start(self):
        if self.running:
            raise Failure(f"{self.home.name} runs already")
        self._log_from = self.log.stat().st_size if self.log.exists() else 0
        with open(self.log, "ab") as log:
            self._process = subprocess.Popen([*self.prefix, self.binary, "start", "--home", str(self.home)], stdin=subprocess.DEVNULL,
                                             stdout=log, stderr=log, env={**BASE_ENV, **self.env})

    def said(self):
        """What it wrote since its last start."""
        if not self.log.exists():
            return ""
        with open(self.log, "rb") as log:
            log.seek(self._log_from)
            return log.read().decode(errors="replace")

    def kill(self):
        """kill -9: nothing is flushed, nothing is said."""
        if self.running:
            self._process.kill()
            self._process.wait()

    def terminate(self):
        """SIGTERM; gives the exit code."""
        self._process.send_signal(signal.SIGTERM)
        return self.wait_end(STOP_LIMIT_S)

    def signal(self, number):
        """Nothing when it does not run."""
        if self.running:
            self._process.send_signal(number)

    def pause(self):
        self.signal(signal.SIGSTOP)

    def resume(self):
        self.signal(signal.SIGCONT)

    def wait_end(self, limit_s):
        """Its exit code; -N when signal N ended it."""
        try:
            return self._process.wait(timeout=limit_s)
        except subprocess.TimeoutExpired as late:
            raise Failure(f"{self.home.name} goes on for {limit_s} s where it must end: {self.said()[-400:]}") from late

    def resident_kib(self):
        with open(f"/proc/{self.pid}/status", encoding="utf-8") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("VmRSS:"))

    def destroy(self):
        self.kill()
