"""How long the network needs when the leader of the view dies. A measurement: the only verdict is a very generous limit."""

import statistics
import time

from tools.checker import check_chain
from tools.fleet import DELTA_MS, Fleet
from tools.leaders import Leaders
from tools.load import Load
from tools.waiting import wait_until

ROUNDS = 10
BUSY_S = 3.0
LIMIT_S = 30  # twenty view timeouts
LEADER_TIMEOUT_MS = 2 * DELTA_MS  # R1


def leader_crash_latency(case):
    fleet = Fleet(case, options=["--heartbeat", "600000"]).up()
    with Load(fleet) as load:
        leaders = Leaders(fleet).learn(load)
        load.wait_for(20)
    sending = [busy_round(fleet, leaders, load_) for load_ in fresh_loads(fleet, load)]
    single = [idle_round(fleet, leaders, load) for _ in range(ROUNDS)]
    bound = f"bound {LEADER_TIMEOUT_MS} ms (leader timeout, 2 delta) + 4 message delays"
    for what, seconds in (("clients sending; kill to the next final block", [first for first, _ in sending]),
                          ("clients sending; longest time without a final block after the kill", [gap for _, gap in sending]),
                          ("one transaction sent after the leader of the parked view was killed; to its receipt", single)):
        case.note(f"{what}: median {1000 * statistics.median(seconds):.0f} ms, max {1000 * max(seconds):.0f} ms, {len(seconds)} rounds; "
                  f"{bound}")
        case.check(max(seconds) < LIMIT_S, f"{what}: {max(seconds):.1f} s")
    check_chain(case, fleet, load)


def fresh_loads(fleet, load):
    """The same clients' account of sent and acknowledged, round after round."""
    for _ in range(ROUNDS):
        more = Load(fleet)
        more.sent, more.acknowledged, more.refused, more.latencies_s = load.sent, load.acknowledged, load.refused, load.latencies_s
        yield more


def restarted(fleet, node, load):
    """Back, caught up, and seen leading again before the next round."""
    fleet.start([node])
    fleet.wait_height(node, max(fleet.heights().values()))
    asked = next(n for n in fleet.nodes if n != node)

    def leads():
        load.once([asked])
        return fleet.ask(asked, f"/v1/blocks/{fleet.height(asked)}")[1]["data"]["proposer"] == node
    wait_until(leads, f"node {node} leads again")


def busy_round(fleet, leaders, load):
    with load:
        load.wait_for(20)
        asked = 0
        victim = leaders.now(asked)
        asked = asked if victim != asked else 1
        fleet.kill(victim)
        first, longest = gaps(fleet, asked)
    restarted(fleet, victim, load)
    return first, longest


def gaps(fleet, node):
    """Seconds to the next final block, and the longest time without one, during the next BUSY_S and at least one block."""
    seen = {"height": fleet.height(node), "waited_from": 0.0, "first": None, "longest": 0.0}
    began = time.monotonic()

    def look():
        height, moment = fleet.height(node), time.monotonic() - began
        if height != seen["height"]:
            seen["first"] = seen["first"] if seen["first"] is not None else moment
            seen["longest"] = max(seen["longest"], moment - seen["waited_from"])
            seen["height"], seen["waited_from"] = height, moment
        return seen["first"] is not None and moment >= BUSY_S
    wait_until(look, "a block after the leader's death", LIMIT_S, 0.005)
    return seen["first"], seen["longest"]


def idle_round(fleet, leaders, load):
    wait_until(lambda: all(fleet.status(n)["parked"] for n in fleet.nodes), "every view is parked")
    victim = leaders.now(0)
    others = [n for n in fleet.nodes if n != victim]
    fleet.kill(victim)
    took = load.once(others)
    restarted(fleet, victim, load)
    return took
