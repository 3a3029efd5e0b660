"""The process dies while it makes the next epoch's journal, or changes from one epoch to the next; and all die in the middle of it."""

import random

from tools.checker import check_chain
from tools.fleet import Fleet
from tools.governance import Governance
from tools.load import Load
from tools.shim import Shim
from tools.waiting import wait_until
from xhnet.programs import Failure

SEED = 3
OPERATORS = ("union", "E1", "E2", "bank")
NODE = 3
HEARTBEAT_MS = 2000
BEFORE = 12
ROUNDS, ROUNDS_QUICK = 12, 3
ACTIONS = ("kill_before", "kill_torn", "kill_after")
CALLS_OF_A_NEW_JOURNAL = 6  # the temporary file's write and sync, the rename, then the first steps of the new epoch


def epoch_switch_under_kills(case):
    """Renewals, one after the other; at each the node dies at another call that concerns the next journal."""
    fleet = Fleet(case, options=["--heartbeat", str(HEARTBEAT_MS)])
    shim = Shim(case, fleet)
    fleet.up()
    governance = Governance(case, fleet, OPERATORS)
    draw = random.Random(SEED)
    with Load(fleet) as load:
        for number in range(ROUNDS_QUICK if case.quick else ROUNDS):
            one_switch(case, fleet, load, shim, governance, number)
        if not case.quick:
            all_die_at_the_switch(case, fleet, load, governance, draw)
    check_chain(case, fleet, load)


def one_switch(case, fleet, load, shim, governance, number):
    epoch = governance.set_of(0)["epoch"] + 1
    at, action = number % CALLS_OF_A_NEW_JOURNAL + 1, ACTIONS[number % len(ACTIONS)]
    fleet.processes[NODE].terminate()
    shim.plan(NODE, "any", at, action, f"journal-{epoch:010}")
    fleet.start([NODE])
    wait_until(lambda: fleet.status(NODE)["may_sign"], f"round {number}: the node votes before the switch", 30)
    load.wait_for(BEFORE)
    governance.approve(governance.propose("renew"), 0)
    governance.wait_epoch(epoch, [n for n in fleet.nodes if n != NODE])
    code = fleet.processes[NODE].wait_end(60)
    last = shim.trace(NODE)[-1]
    shim.clear(NODE)
    fleet.start([NODE])
    governance.wait_epoch(epoch, [NODE])
    load.wait_for(BEFORE)
    case.check(code == -9, f"round {number}: the shim ended it: {code}")
    took = wait_until(lambda: fleet.status(NODE)["may_sign"], f"round {number}: it votes in epoch {epoch}", 30)
    case.note(f"epoch {epoch}: died at call {at} for its journal ({action} {last.kind}); votes in it {took:.1f} s after being level")


def all_die_at_the_switch(case, fleet, load, governance, draw):
    """kill -9 of all as soon as the first of them is in the new epoch."""
    epoch = governance.set_of(0)["epoch"] + 1
    change = governance.propose("renew")
    try:
        governance.approve(change, 0)
    except Failure as failure:
        case.note(f"the last approval was not answered: {str(failure)[:100]}")
    fleet.kill(*draw.sample(list(fleet.nodes), len(fleet.nodes)))
    fleet.start()
    took = governance.wait_epoch(epoch, list(fleet.nodes))
    load.wait_for(BEFORE)
    wait_until(lambda: all(fleet.status(n)["may_sign"] for n in fleet.nodes), f"all vote in epoch {epoch}", 30)
    case.note(f"all killed at the switch: in epoch {epoch} {took:.1f} s after all answered")
