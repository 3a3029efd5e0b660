"""The LD_PRELOAD libraries of shim/, and plans for fault_shim.cpp, put on a node's next starts."""

from dataclasses import dataclass

from xhnet.programs import Failure

from .case import Skipped


@dataclass(frozen=True)
class TraceLine:
    number: int
    kind: str  # write, sync, rename, truncate
    path: str
    result: str  # "ok", or what the shim did


def is_sanitized(build):
    cache = build / "CMakeCache.txt"
    return cache.exists() and any(line.startswith("XH_SANITIZE") and line.rstrip().rpartition("=")[2]
                                  for line in cache.read_text().splitlines())


def built_library(case, target):
    library = case.programs.build / "tests/functional/shim" / f"lib{target}.so"
    if not library.exists() and is_sanitized(case.programs.build):
        raise Skipped("a sanitizer's runtime wants to be loaded before any LD_PRELOAD library")
    if not library.exists():
        raise Failure(f"{library} is not built: target {target}")
    return library


class Shim:
    def __init__(self, case, fleet):
        self._library = built_library(case, "xh_fault_shim")
        self._folder = case.folder
        self._fleet = fleet

    def plan(self, node, kind, at, action, part=""):
        """From the node's next start on: at the `at`-th call of `kind` (write, sync, rename, truncate, any) to a file of its data
        folder whose path contains `part`, `action` (kill_before, kill_torn, kill_after, EIO, ENOSPC, short)."""
        trace = self._trace_file(node)
        trace.unlink(missing_ok=True)
        self._fleet.processes[node].env = {"LD_PRELOAD": str(self._library), "XH_FAULT_FOLDER": str(self._fleet.home(node) / "data"),
                                           "XH_FAULT_PLAN": f"{kind}:{at}:{action}:{part}", "XH_FAULT_TRACE": str(trace)}

    def clear(self, node):
        self._fleet.processes[node].env = {}

    def trace(self, node):
        """What the node's data folder went through since its plan was made."""
        file = self._trace_file(node)
        lines = file.read_text().splitlines() if file.exists() else []
        return [TraceLine(int(n), kind, path, result) for n, kind, path, result in (line.split(" ") for line in lines)]

    def _trace_file(self, node):
        return self._folder / f"trace-{node}.txt"
