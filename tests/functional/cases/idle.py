"""An idle network makes heartbeats and nothing else."""

import os
import time

from tools.world import World

HEARTBEAT_MS = 2000
WATCHED_S = 12


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def idle_network_makes_heartbeats_only(case):
    world = World(case, options=["--heartbeat", str(HEARTBEAT_MS)])
    first, _, _ = world.wait_agreed()
    pids = [n["pid"] for n in world.network.status()]
    cpu, started = sum(map(cpu_seconds, pids)), time.monotonic()
    time.sleep(WATCHED_S)
    watched = time.monotonic() - started
    share = (sum(map(cpu_seconds, pids)) - cpu) / watched / len(pids)
    last = world.status(0)["height"]
    blocks = [world.ask(0, f"/v1/blocks/{h}")[1]["data"] for h in range(first + 1, last + 1)]
    expected = watched * 1000 / HEARTBEAT_MS
    case.note(f"{len(blocks)} blocks in {watched:.1f} s at a heartbeat of {HEARTBEAT_MS} ms; CPU {share:.2%} of a core a validator")
    case.check(1 <= len(blocks) <= expected + 1, f"at most one block a heartbeat: {len(blocks)} in {watched:.1f} s")
    case.check(all(b["transaction_count"] == 0 and b["receipt_count"] == 0 for b in blocks), "all of them empty")
