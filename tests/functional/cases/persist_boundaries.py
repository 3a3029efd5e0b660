"""The process dies at its k-th write, sync or rename, in the middle of start, voting and committing, again and again under load.

What a node signed must be in its journal: if it were not, it would sign something else after the restart, and the others would hold
evidence against it; the checker asks every node for that."""

import random
import signal

from tools.checker import check_chain
from tools.fleet import Fleet
from tools.load import Load
from tools.shim import Shim
from tools.waiting import wait_until
from xhnet.programs import Failure

SEED = 5
STARTING = range(1, 31)  # calls that a start makes
WORKING = tuple((kind, part) for part in ("journal", "blocks", "state") for kind in ("write", "sync")) + (("rename", ""), ("any", ""))
ACTIONS = ("kill_before", "kill_torn", "kill_after")
ROUNDS, ROUNDS_QUICK = 60, 6
ALL_ROUNDS = 10
DEATH_LIMIT_S = 60
CLEAN_EVERY = 3  # between, the next death comes in the recovery from the last


def persist_boundaries(case):
    fleet = Fleet(case)
    shim = Shim(case, fleet)
    fleet.up()
    draw = random.Random(SEED)
    died_at = {}
    case.note(f"seed {SEED}")
    with Load(fleet) as load:
        for number in range(ROUNDS_QUICK if case.quick else ROUNDS):
            one_dies(case, fleet, load, shim, number, draw, died_at)
        for _ in range(0 if case.quick else ALL_ROUNDS):
            all_die(case, fleet, load, shim, draw, died_at)
    check_chain(case, fleet, load)
    case.note("died at: " + ", ".join(f"{what} {count}" for what, count in sorted(died_at.items())))


def count_death(fleet, shim, node, died_at):
    last = shim.trace(node)[-1]
    place = last.path.split("/data/")[-1].split("/")[0]
    key = f"{last.kind} of {place}"
    died_at[key] = died_at.get(key, 0) + 1


def boundary(draw, number):
    """(kind, which, part of the path): half of the rounds at the start, half under load, by kind and file."""
    if number % 2 == 0:
        return "any", STARTING[number // 2 % len(STARTING)], ""
    kind, part = WORKING[number // 2 % len(WORKING)]
    return kind, 1 if kind == "rename" else draw.randint(5, 60), part


def one_dies(case, fleet, load, shim, number, draw, died_at):
    node, (kind, at, part) = number // CLEAN_EVERY % len(fleet.nodes), boundary(draw, number)
    action = ACTIONS[(number + number // CLEAN_EVERY) % len(ACTIONS)]
    fleet.kill(node)
    shim.plan(node, kind, at, action, part)
    fleet.processes[node].start()
    code = fleet.processes[node].wait_end(DEATH_LIMIT_S)
    if not case.check(code == -signal.SIGKILL, f"{kind} {at} {part}, {action}: ended with {code}: {fleet.processes[node].said()[-300:]}"):
        raise Failure("the plan was not carried out")
    count_death(fleet, shim, node, died_at)
    if number % CLEAN_EVERY == CLEAN_EVERY - 1:
        shim.clear(node)
        fleet.start([node])
        height = max(fleet.heights().values())
        fleet.wait_height(node, height)
        load.wait_for(1)
        case.note(f"round {number}: node {node} died at {kind} {at} of {part or 'any file'} ({action}); back at height {height}")


def all_die(case, fleet, load, shim, draw, died_at):
    """Each has a boundary of its own; when a quorum is gone nothing is written any more, and the others are killed."""
    fleet.kill(*fleet.nodes)
    for node in fleet.nodes:
        shim.plan(node, "any", draw.randint(10, 150), draw.choice(ACTIONS))
        fleet.processes[node].start()
    wait_until(lambda: len(fleet.running()) < fleet.quorum, "a quorum is gone", DEATH_LIMIT_S)
    dead = [n for n in fleet.nodes if n not in fleet.running()]
    fleet.kill(*fleet.nodes)
    for node in fleet.nodes:
        if node in dead:
            count_death(fleet, shim, node, died_at)
        shim.clear(node)
    fleet.start()
    load.wait_for(1)
    case.note(f"all four: nodes {dead} died at their boundary, the others were killed; final again")
