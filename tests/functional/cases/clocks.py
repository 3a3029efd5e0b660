"""Wall clocks that are wrong, that jump, that pass 2038; time zone and locale of one node changed. Real clock, no driven time."""

import subprocess

from tools.checker import check_chain
from tools.faketime import FakeClock
from tools.fleet import Fleet
from tools.load import Load
from tools.settling import working
from xhnet.network import ms_of

DAY_S, TEN_MINUTES_S = 86_400, 600
NODE = 2
SECONDS, SECONDS_QUICK = 7, 4
PER_PHASE = 5
BEFORE_2038 = "2038-01-19T03:13:58Z"  # ten seconds before a signed 32-bit second runs over
FAR = "2099-12-31T23:59:50Z"
CHATHAM = {"TZ": "Pacific/Chatham", "LC_ALL": "de_DE.UTF-8", "LANG": "ar_EG.UTF-8", "LC_NUMERIC": "de_DE.UTF-8"}


def wrong_clocks(case):
    """f nodes off: by a day, by ten minutes, by a jump while they run. The others go on, and blocks keep true time."""
    fleet = Fleet(case)
    clock = FakeClock(case, fleet)
    clock.set(NODE, 0)
    fleet.up()
    honest = [n for n in fleet.nodes if n != NODE]
    with Load(fleet, nodes=honest) as load:
        load.wait_for(PER_PHASE)
        for what, offset_s in (("a day ahead", DAY_S), ("a day behind", -DAY_S), ("ten minutes ahead", TEN_MINUTES_S),
                               ("ten minutes behind", -TEN_MINUTES_S)):
            fleet.kill(NODE)
            clock.set(NODE, offset_s)
            fleet.start([NODE])
            phase(case, fleet, load, f"node {NODE} {what}")
        for what, offset_s in (("jumps a day forward", DAY_S), ("jumps two days back", -DAY_S), ("is set right", 0)):
            clock.set(NODE, offset_s)
            phase(case, fleet, load, f"node {NODE} {what} while it runs")
    check_chain(case, fleet, load, offsets_ms=clock.offsets_ms)
    check_block_times(case, fleet, load)


def phase(case, fleet, load, what):
    count, longest = working(fleet, load, SECONDS_QUICK if case.quick else SECONDS)
    case.check(count >= PER_PHASE, f"{what}: finality goes on: {count}")
    height = max(fleet.heights().values())
    fleet.wait_height(NODE, height)
    case.note(f"{what}: {count} acknowledged, longest gap {longest:.1f} s; it follows to height {height}")


def check_block_times(case, fleet, load):
    """No block's time is off by what the wrong clock said."""
    height = fleet.height(0)
    times = [fleet.ask(0, f"/v1/blocks/{h}")[1]["data"]["time"] for h in range(1, height + 1)]
    case.check(times == sorted(times) and len(set(times)) == len(times), "block times rise")
    span_s = (times[-1] - times[0]) / 1000
    case.check(span_s < TEN_MINUTES_S, f"from first to last block {span_s:.0f} s of ledger time: the wrong clock moved nothing")


def two_of_seven_off(case):
    """f = 2: one a day ahead and one a day behind at once."""
    fleet = Fleet(case, validators=7)
    clock = FakeClock(case, fleet)
    clock.set(5, DAY_S)
    clock.set(6, -DAY_S)
    fleet.start()
    honest = list(fleet.nodes)[:5]
    fleet.fund(honest)
    with Load(fleet, nodes=honest) as load:
        count, longest = working(fleet, load, SECONDS)
        case.check(count >= PER_PHASE, f"five of seven go on: {count}")
        case.note(f"a day ahead and a day behind at once: {count} acknowledged in {SECONDS} s, longest gap {longest:.1f} s")
    check_chain(case, fleet, load, offsets_ms=clock.offsets_ms)


def year_2038(case):
    """The whole network passes 2038-01-19T03:14:08Z, and another one the year 2100."""
    for name, start in (("y2038", BEFORE_2038), ("y2100", FAR)):
        fleet = Fleet(case, name, genesis_time_ms=ms_of(start))
        clock = FakeClock(case, fleet)
        offset_s = clock.set_all(ms_of(start))
        fleet.start()
        with clock.for_children(offset_s):
            fleet.fund()
        with Load(fleet, pause_s=0.2, clock_offset_ms=clock.offsets_ms) as load:
            load.wait_for(PER_PHASE)
            past = ms_of(start) + 14_000
            while fleet.status(0)["block_time"] < past:
                load.wait_for(1)
            load.wait_for(PER_PHASE)
        height = check_chain(case, fleet, load, offsets_ms=clock.offsets_ms)
        times = [fleet.ask(0, f"/v1/blocks/{h}")[1]["data"]["time"] for h in (1, height)]
        boundary = ms_of(start) + 10_000
        case.check(times[0] < boundary < times[1], f"{name}: blocks on both sides of it: {times}")
        fleet.kill(*fleet.nodes)


def zone_and_locale(case):
    """One node with another time zone and another locale computes the same roots, and starts again with them."""
    fleet = Fleet(case)
    fleet.processes[NODE].env = dict(CHATHAM)
    installed = subprocess.run(["locale", "-a"], capture_output=True, text=True).stdout.split()
    case.note(f"locales of this machine: {' '.join(installed)}")
    fleet.up()
    with Load(fleet) as load:
        load.wait_for(20)
        fleet.kill(NODE)
        fleet.start([NODE])
        load.wait_for(20)
    check_chain(case, fleet, load)
