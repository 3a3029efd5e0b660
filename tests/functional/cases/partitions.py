"""Links between nodes cut, slowed, reset and freed by a proxy of our own, under load.

Reordering cannot happen inside TCP: its place is taken by chunks delayed by different times on different links, and by reset connections,
after which what was under way is lost and sent anew."""

import random
import time

from tools.checker import check_chain
from tools.fleet import TIMEOUT_S, Fleet
from tools.links import Links
from tools.load import Load
from tools.settling import settled_heights, wait_any_height, working
from tools.waiting import stays, wait_until

TIMEOUTS_TO_NEXT_BLOCK = 10  # campaign.md, L
PER_FAULT = 5
CLOG_SEED, CLOG_STEP_S, CLOGGED_SHARE = 11, 0.5, 0.3


def partitions(case):
    fleet = Fleet(case)
    links = Links(case, fleet)
    fleet.up()
    net = Net(case, fleet, links)
    with Load(fleet) as load:
        load.wait_for(PER_FAULT)
        for fault in (QUICK if case.quick else ALL):
            fault(net, load)
    check_chain(case, fleet, load)
    case.note(f"the proxy: {links.counts()}")


class Net:
    def __init__(self, case, fleet, links):
        self.case, self.fleet, self.links = case, fleet, links
        self.seconds = 2 if case.quick else 10

    def nothing_final(self, what):
        heights = settled_heights(self.fleet)
        self.case.check(stays(lambda: self.fleet.heights() == heights, self.seconds), f"{what}: nothing becomes final")
        return self.seconds, 0, self.seconds

    def goes_on(self, what, load, least=PER_FAULT):
        result = self.watch(load)
        self.case.check(result[1] >= least, f"{what}: finality goes on: {result[1]} in {self.seconds} s")
        return result

    def watch(self, load):
        """(seconds, acknowledged meanwhile, longest time without a block)"""
        return self.seconds, *working(self.fleet, load, self.seconds)

    def heal(self, what, load, result):
        """Frees all links; with transactions pending a new block must come within 10 timeouts, and all nodes come to it."""
        height = max(self.fleet.heights().values())
        self.links.heal()
        first = wait_any_height(self.fleet, height + 1)
        everyone = max(self.fleet.wait_height(n, height + 1) for n in self.fleet.nodes)
        load.wait_for(PER_FAULT)
        self.case.check(first <= TIMEOUTS_TO_NEXT_BLOCK * TIMEOUT_S, f"{what}: a new block {first:.1f} s after healing")
        seconds, count, longest = result
        self.case.note(f"{what}: {count} acknowledged in {seconds} s, longest gap {longest:.1f} s; healed: next block after {first:.2f} s "
                       f"= {first / TIMEOUT_S:.2f} timeouts, on every node after {first + everyone:.2f} s")


def halves(net, load):
    net.links.cut([0, 1], [2, 3])
    net.heal("two and two", load, net.nothing_final("two and two"))


def one_alone(net, load):
    net.links.cut([0], [1, 2, 3])
    net.heal("node 0 alone", load, net.goes_on("node 0 alone", load))


def unheard(net, load):
    net.links.cut_one_way([1], [0, 2, 3])
    net.heal("node 1 hears and is not heard", load, net.goes_on("node 1 unheard", load))


def deaf(net, load):
    net.links.cut_one_way([0, 1, 3], [2])
    net.heal("node 2 is heard and hears nobody", load, net.goes_on("node 2 deaf", load))


def ring(net, load):
    """Each node is deaf to one other: whoever leads, three can hear it."""
    net.links.set([(0, 1), (1, 2), (2, 3), (3, 0)], hold=True)
    net.heal("each deaf to its predecessor", load, net.watch(load))


def slow(net, load):
    net.links.set(net.links.all_directions(), delay_ms=60, jitter_ms=80)
    net.heal("60 to 140 ms on every link", load, net.goes_on("delay", load))


def resets(net, load):
    net.links.set(net.links.all_directions(), reset_ppm=4000)
    net.heal("connections reset at random", load, net.goes_on("resets", load))


def gaps(net, load):
    net.links.set(net.links.all_directions(), drop_ppm=4000)
    net.heal("chunks lost from the stream", load, net.goes_on("gaps", load))


def slow_reader(net, load):
    net.links.set([(n, 3) for n in (0, 1, 2)], bytes_per_s=2000)
    net.heal("node 3 reads 2 kB/s from each", load, net.goes_on("slow reader", load))


def half_open(net, load):
    net.links.half_open([(0, 1), (0, 2), (3, 2), (1, 3)])
    net.heal("four half-open connections", load, net.goes_on("half-open", load))


def clogged(net, load):
    """Directions held and freed at random."""
    draw = random.Random(CLOG_SEED)
    deadline = time.monotonic() + 2 * net.seconds

    def clog():
        for direction in net.links.all_directions():
            net.links.set([direction], **({"hold": True} if draw.random() < CLOGGED_SHARE else {}))
        return time.monotonic() > deadline
    before = load.count
    wait_until(clog, "the time of clogged links is over", 3 * net.seconds, CLOG_STEP_S)
    net.heal(f"links clogged and freed at random, seed {CLOG_SEED}", load, (2 * net.seconds, load.count - before, 0))


ALL = (halves, one_alone, unheard, deaf, ring, slow, resets, gaps, slow_reader, half_open, clogged)
QUICK = (halves, unheard, resets)
