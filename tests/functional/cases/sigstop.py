"""SIGSTOP: processes that are there and do not answer. Their connections stay open and their clocks go on."""

from tools.checker import check_chain
from tools.fleet import Fleet
from tools.leaders import Leaders
from tools.load import Load
from tools.settling import settled_height, working
from tools.waiting import stays

STOPPED_S, STOPPED_QUICK_S = (60, 15, 10), (10, 2, 2)
PER_ROUND = 10


def sigstop(case):
    fleet = Fleet(case).up()
    one, leader, many = STOPPED_QUICK_S if case.quick else STOPPED_S
    with Load(fleet) as load:
        leaders = Leaders(fleet).learn(load)
        stop_some(case, fleet, load, "one node", one, [1])
        current = leaders.now(0)
        stop_some(case, fleet, load, f"the leader of the view (node {current})", leader, [current])
        stop_too_many(case, fleet, load, many)
    check_chain(case, fleet, load)


def stop_some(case, fleet, load, what, seconds, nodes):
    """No more than f: finality goes on, and whoever slept catches up."""
    fleet.pause(nodes)
    count, longest = working(fleet, load, seconds)
    case.check(count >= PER_ROUND, f"{what} stopped for {seconds} s: the others make {count} transactions final")
    height = max(fleet.heights([n for n in fleet.nodes if n not in nodes]).values())
    fleet.resume(nodes)
    took = max(fleet.wait_height(n, height) for n in nodes)
    case.note(f"{what} stopped for {seconds} s: {count} acknowledged meanwhile, at most {longest:.1f} s between blocks; "
              f"caught up {took:.1f} s after SIGCONT")


def stop_too_many(case, fleet, load, seconds):
    """f + 1: nothing becomes final, nothing forks, and it goes on by itself."""
    nodes = list(fleet.nodes)[-(fleet.may_fail + 1):]
    fleet.pause(nodes)
    asked = fleet.nodes[0]
    height = settled_height(fleet, asked)
    case.check(stays(lambda: fleet.height(asked) == height, seconds), f"{len(nodes)} stopped for {seconds} s: nothing becomes final")
    fleet.resume(nodes)
    took = fleet.wait_height(asked, height + 1)
    load.wait_for(PER_ROUND)
    case.note(f"{len(nodes)} stopped for {seconds} s: no block; the next one {took:.1f} s after SIGCONT")
