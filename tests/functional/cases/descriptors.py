"""Few file descriptors: the node says so and ends, or it survives; it never comes up and lies, and with more it is as before."""

from tools.checker import check_chain
from tools.fleet import Fleet
from tools.flood import Flood, raise_descriptor_limit
from tools.load import Load
from tools.settling import working
from tools.waiting import wait_until

NODE = 3
LIMITS = (12, 24, 48, 96, 192)
FLOOD = 400
SECONDS = 4
SAYS = ("descriptor", "open files", "Too many")


def few_descriptors(case):
    raise_descriptor_limit()
    fleet = Fleet(case).up()
    with Load(fleet, nodes=[n for n in fleet.nodes if n != NODE]) as load:
        for limit in LIMITS[1::3] if case.quick else LIMITS:
            one_limit(case, fleet, load, limit)
    check_chain(case, fleet, load)


def one_limit(case, fleet, load, limit):
    process = fleet.processes[NODE]
    process.kill()
    process.prefix = ["prlimit", f"--nofile={limit}:{limit}"]
    process.start()
    wait_until(lambda: not process.running or fleet.is_live(NODE), f"{limit} descriptors: up or ended", 30)
    if process.running:
        with Flood(("127.0.0.1", fleet.p2p_port(NODE) + 1), FLOOD, b"GET /v1/status HTTP/1.1\r\n") as flood:
            working(fleet, load, SECONDS)
            case.note(f"{limit} descriptors, under a flood: {'runs' if process.running else 'ended'}; {flood.summary()}")
    if process.running:
        wait_until(lambda: not process.running or fleet.is_live(NODE), f"{limit} descriptors: answers after the flood", 60)
    if process.running:
        took = fleet.wait_height(NODE, max(fleet.heights().values()))
        case.check(True, f"{limit} descriptors: it survives")
        case.note(f"{limit} descriptors: survived the flood; level with the others after {took:.1f} s")
        process.kill()
    else:
        code, said = process.wait_end(1), process.said()
        case.check(code > 0 and any(word in said for word in SAYS), f"{limit} descriptors: exit {code} and a clear message: {said[-500:]}")
        case.note(f"{limit} descriptors: exit {code}: {said.strip().splitlines()[-1][-200:] if said.strip() else '(silent)'}")
    process.prefix = []
    fleet.start([NODE])
    fleet.wait_height(NODE, max(fleet.heights().values()))
