"""A write, sync or rename of the data folder fails once: the node ends and says why. It does not try a failed sync again."""

from tools.checker import check_chain
from tools.fleet import Fleet
from tools.load import Load
from tools.shim import Shim
from tools.waiting import wait_until
from xhnet.programs import Failure

EXIT_OTHER = 1
END_LIMIT_S = 60
NODE = 2
EIO, ENOSPC = "Input/output error", "No space left on device"
# kind, which of them, what happens, in which file, what the node must say
FAULTS = (
    ("sync", 40, "EIO", "journal", ("journal", EIO)),
    ("write", 40, "EIO", "journal", ("journal", EIO)),
    ("write", 30, "ENOSPC", "journal", ("journal", ENOSPC)),
    ("sync", 6, "EIO", "blocks", ("blocks", EIO)),
    ("write", 6, "ENOSPC", "blocks", ("blocks", ENOSPC)),
    ("sync", 6, "EIO", "state", ("state", EIO)),
    ("write", 6, "EIO", "state", ("state", EIO)),
    ("write", 9, "ENOSPC", "state", ("state", ENOSPC)),
    ("rename", 1, "EIO", "CURRENT", ("state", EIO)),
)
SHORT = (("journal", 20), ("blocks", 5), ("state", 5))


def failed_writes(case):
    fleet = Fleet(case)
    shim = Shim(case, fleet)
    fleet.up()
    with Load(fleet) as load:
        for fault in FAULTS[::4] if case.quick else FAULTS:
            one_fault(case, fleet, load, shim, *fault)
        for part, at in () if case.quick else SHORT:
            one_short_write(case, fleet, load, shim, part, at)
    check_chain(case, fleet, load)


def restart_with(fleet, shim, *plan):
    fleet.processes[NODE].terminate()
    shim.plan(NODE, *plan)
    fleet.processes[NODE].start()


def back_to_normal(fleet, load, shim):
    shim.clear(NODE)
    fleet.start([NODE])
    fleet.wait_height(NODE, max(fleet.heights().values()))
    load.wait_for(1)


def one_fault(case, fleet, load, shim, kind, at, action, part, words):
    what = f"{action} at {kind} {at} of {part or 'any file'}"
    restart_with(fleet, shim, kind, at, action, part)
    try:
        code = fleet.processes[NODE].wait_end(END_LIMIT_S)
    except Failure as failure:
        return case.failed(f"{what}: {failure}; the shim: {[t for t in shim.trace(NODE) if t.result != 'ok']}")
    said = fleet.processes[NODE].said()
    case.check(code == EXIT_OTHER, f"{what}: exit {code} instead of {EXIT_OTHER}: {said[-500:]}")
    for word in words:
        case.check(word in said, f"{what}: the message does not say '{word}': {said[-500:]}")
    check_not_again(case, shim, what)
    lines = [line for line in said.splitlines() if any(w in line for w in words)]
    case.note(f"{what}: exit {code}: {lines[0].split(' ', 2)[-1][:170] if lines else '(silent)'}")
    back_to_normal(fleet, load, shim)


def check_not_again(case, shim, what):
    """After the failure nothing more is written to, synced or renamed over that file."""
    trace = shim.trace(NODE)
    failed = next((t for t in trace if t.result != "ok"), None)
    if case.check(failed is not None, f"{what}: the shim did it"):
        again = [t for t in trace if t.number > failed.number and t.path == failed.path]
        case.check(not again, f"{what}: the file is left alone after the failure: {again[:3]}")


def one_short_write(case, fleet, load, shim, part, at):
    """A short write is no failure: the rest is written."""
    restart_with(fleet, shim, "write", at, "short", part)
    fleet.wait_live(NODE)
    wait_until(lambda: any(t.result == "short" for t in shim.trace(NODE)), f"the shim cuts write {at} of {part} short", END_LIMIT_S)
    fleet.wait_height(NODE, max(fleet.heights().values()) + 2)
    case.check(fleet.processes[NODE].running, f"a short write to {part}: the node goes on")
    case.note(f"write {at} of {part} cut short: the node goes on")
    back_to_normal_after_restart(fleet, load, shim)


def back_to_normal_after_restart(fleet, load, shim):
    fleet.processes[NODE].terminate()
    back_to_normal(fleet, load, shim)
