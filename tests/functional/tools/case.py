"""A case while it runs: its checks, its notes, and everything it started."""

import time


class Skipped(Exception):
    """This machine cannot do what the case needs; the message says why."""


class Case:
    def __init__(self, programs, folder, quick=False):
        self.programs = programs
        self.folder = folder
        self.quick = quick  # short form for ctest: fewer rounds, shorter faults, the same checks
        self.checks = 0
        self.failures = []
        self._started = time.monotonic()
        self._owned = []

    def own(self, thing):
        """`thing.destroy()` is called when the case ends, last owned first."""
        self._owned.append(thing)
        return thing

    def check(self, holds, text):
        self.checks += 1
        if not holds:
            self.failed(text)
        return holds

    def failed(self, text):
        self.failures.append(text)
        self.note(f"FAIL {text}")

    def note(self, text):
        print(f"  {time.monotonic() - self._started:6.1f} s  {text}", flush=True)

    def destroy(self):
        while self._owned:
            self._owned.pop().destroy()
