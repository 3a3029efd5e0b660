"""Another wall clock for a node: libfaketime. Timers go by the monotonic clock, which stays as it is, as on a real machine; libfaketime
alone does not leave them alone (shim/timerfd_shim.cpp says what it does), so the shim is loaded before it."""

import os
import time
from contextlib import contextmanager
from glob import glob

from .case import Skipped
from .shim import built_library

LIBRARIES = "/usr/lib/*/faketime/libfaketimeMT.so.1"


class FakeClock:
    """Offsets hold from a node's next start on, or at once when it runs with a fake clock already."""

    def __init__(self, case, fleet):
        found = glob(LIBRARIES)
        if not found:
            raise Skipped(f"no {LIBRARIES}: package faketime")
        self._preload = f"{built_library(case, 'xh_timerfd_shim')} {found[0]}"
        self._folder = case.folder
        self._fleet = fleet
        self.offsets_ms = {}

    def set(self, node, offset_s):
        """How far the node's clock is from ours, in whole seconds."""
        file = self._folder / f"clock-{node}.txt"
        fresh = file.with_suffix(".new")
        fresh.write_text(f"{offset_s:+d}\n")
        fresh.rename(file)
        self.offsets_ms[node] = offset_s * 1000
        self._fleet.processes[node].env = {"LD_PRELOAD": self._preload, "FAKETIME_TIMESTAMP_FILE": str(file), "FAKETIME_NO_CACHE": "1",
                                           "FAKETIME_DONT_FAKE_MONOTONIC": "1"}

    def set_all(self, start_ms):
        """All nodes from `start_ms` on; gives the offset."""
        offset_s = (start_ms - time.time_ns() // 1_000_000) // 1000
        for node in self._fleet.nodes:
            self.set(node, offset_s)
        return offset_s

    @contextmanager
    def for_children(self, offset_s):
        """The wallet's clock: programs started meanwhile."""
        changes = {"LD_PRELOAD": self._preload, "FAKETIME": f"{offset_s:+d}", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
        os.environ.update(changes)
        try:
            yield
        finally:
            for name in changes:
                del os.environ[name]
