"""Packets lost on their way, by nftables: here TCP itself retransmits, backs off and gives up, which a proxy cannot show."""

from tools.checker import check_chain
from tools.fleet import TIMEOUT_S, Fleet
from tools.load import Load
from tools.namespaces import Namespaces
from tools.settling import settled_heights, wait_any_height, working
from tools.waiting import stays

LOSS = "numgen random mod 100 < 30 counter drop"
CUT = "counter drop"
SECONDS = 15  # longer than the 10 s after which a silent session is given up
TIMEOUTS_TO_NEXT_BLOCK = 10  # campaign.md, L
PER_PHASE = 5


def namespaces(case):
    fleet = Fleet(case)
    spaces = Namespaces(case, fleet)
    fleet.up()
    with Load(fleet) as load:
        took = load.wait_for(20)
        case.note(f"four namespaces: 20 acknowledged in {took:.1f} s")
        one_cut_off(case, fleet, spaces, load)
        two_cut_off(case, fleet, spaces, load)
        lossy(case, fleet, spaces, load)
    check_chain(case, fleet, load)


def healed(case, fleet, spaces, load, what, nodes):
    height = max(fleet.heights().values())
    lost = sum(spaces.dropped(n) for n in nodes)
    for node in nodes:
        spaces.free(node)
    first = wait_any_height(fleet, height + 1)
    everyone = first + max(fleet.wait_height(n, height + 1) for n in fleet.nodes)
    load.wait_for(PER_PHASE)
    case.check(first <= TIMEOUTS_TO_NEXT_BLOCK * TIMEOUT_S, f"{what}: a new block {first:.1f} s after healing")
    case.note(f"{what}: {lost} packets dropped; healed: next block after {first:.2f} s = {first / TIMEOUT_S:.2f} timeouts, on every node "
              f"after {everyone:.2f} s")


def one_cut_off(case, fleet, spaces, load):
    spaces.filter(1, CUT)
    count, longest = working(fleet, load, SECONDS)
    case.check(count >= PER_PHASE, f"node 1 cut off for {SECONDS} s: finality goes on: {count}")
    case.note(f"node 1 cut off for {SECONDS} s: {count} acknowledged, longest gap {longest:.1f} s")
    healed(case, fleet, spaces, load, "node 1 back", [1])


def two_cut_off(case, fleet, spaces, load):
    for node in (2, 3):
        spaces.filter(node, CUT)
    heights = settled_heights(fleet)
    case.check(stays(lambda: fleet.heights() == heights, SECONDS), f"two cut off for {SECONDS} s: nothing becomes final")
    healed(case, fleet, spaces, load, "two back", [2, 3])


def lossy(case, fleet, spaces, load):
    """30 % of what comes in at every node, so of every direction of every link."""
    for node in fleet.nodes:
        spaces.filter(node, LOSS, hooks=("input",))
    count, longest = working(fleet, load, 2 * SECONDS)
    case.note(f"30 % loss in each direction of each link for {2 * SECONDS} s: {count} acknowledged, longest gap {longest:.1f} s")
    healed(case, fleet, spaces, load, "no loss any more", fleet.nodes)
