"""Validators join, leave and change their keys while clients send."""

import shutil

from tools import config_file
from tools.checker import check_chain
from tools.fleet import Fleet
from tools.governance import Governance
from tools.load import Load
from tools.settling import working
from tools.waiting import wait_until

OPERATORS = ("union", "E1", "E2", "bank")
SECONDS = 4
BEFORE = 40
SNAPSHOT_BLOCKS = 100
SNAPSHOT_LAG = 1024  # blocks behind from which a fresh node takes a snapshot (node/core/boot.h)


def goes_on(case, fleet, load, what):
    count, _ = working(fleet, load, SECONDS)
    case.check(count > 0, f"{what}: finality goes on ({count} in {SECONDS} s)")


def with_newcomer(case, fleet, *first_words):
    """A fifth node with keys of its own, and the words that propose it, operated by E1."""
    node = fleet.add_node()
    keys = fleet.public_keys(node)
    return node, [*first_words, "--name", f"new{node}", "--operator", "E1", "--validator-key", keys["validator_key"],
                  "--node-key", keys["node_key"], "--address", f"127.0.0.1:{fleet.p2p_port(node)}"]


def bring_in(case, fleet, load, governance, node, words):
    """Proposed and accepted by the present members; the newcomer follows, attests, and the epoch ends."""
    old = [n for n in fleet.nodes if n != node]
    epoch = governance.set_of(0)["epoch"]
    change = governance.propose(*words)
    governance.approve(change, 0)
    fleet.start([node])
    took = governance.wait_epoch(epoch + 1, [*old, node])
    names = [v["name"] for v in governance.set_of(0)["validators"]]
    case.check(f"new{node}" in names, f"the newcomer is a validator: {names}")
    case.note(f"epoch {epoch + 1} {took:.1f} s after the newcomer answers: {', '.join(names)}")
    return names


def add_validator(case):
    """Five validators, quorum four: with one of the old ones dead, nothing is final without the newcomer's vote."""
    fleet = Fleet(case, spare_ports=1).up()
    governance = Governance(case, fleet, OPERATORS)
    with Load(fleet) as load:
        load.wait_for(BEFORE)
        node, words = with_newcomer(case, fleet, "propose-add")
        names = bring_in(case, fleet, load, governance, node, words)
        case.check(len(names) == 5, f"five validators: {names}")
        fleet.kill(2)
        goes_on(case, fleet, load, "four of five, the newcomer among them")
        fleet.start([2])
        load.wait_for(BEFORE)
    check_chain(case, fleet, load)


def remove_validator(case):
    """From five to four; the one that left follows on, and its absence counts for nothing."""
    fleet = Fleet(case, validators=5).up()
    governance = Governance(case, fleet, (*OPERATORS, "M0"))
    with Load(fleet, nodes=[0, 1, 2, 3]) as load:
        load.wait_for(BEFORE)
        names = governance.change([0, 1, 2, 3], "propose-remove", "M0")
        case.check(len(names) == 4 and "M0" not in names, f"four validators are left: {names}")
        goes_on(case, fleet, load, "four of four")
        check_is_out(case, fleet, 4)
        fleet.kill(4, 3)
        goes_on(case, fleet, load, "three of four, without the one that left")
        fleet.start([4, 3])
        let_follow(case, fleet, load, 4)
    check_chain(case, fleet, load)


def check_is_out(case, fleet, node):
    """It knows, votes no more, and nobody lets it in."""
    wait_until(lambda: fleet.status(node)["epoch"] == 1 and fleet.status(node)["peers_up"] == 0, f"node {node} is out", 30)
    status = fleet.status(node)
    case.check(not status["may_sign"], "who left signs nothing")
    here = fleet.ask(0, f"/v1/blocks/{status['height']}")[1]["data"]["id"]
    case.check(here == status["block_id"], "and its last block is everybody's")


def let_follow(case, fleet, load, node):
    """An operator lists its key, and it follows again, as anybody else may."""
    fleet.kill(0)
    config_file.change(fleet.home(0), p2p={"peers": [{"node_key": fleet.public_keys(node)["node_key"]}]})
    fleet.start([0])
    load.wait_for(BEFORE)
    took = fleet.wait_height(node, fleet.height(0))
    case.check(not fleet.status(node)["may_sign"], "it follows and signs nothing")
    case.note(f"listed by node 0, node {node} is level with the others {took:.1f} s later")


def rotate_key(case):
    """A validator's key and node key are replaced: the seat goes to a new process; the old one has no vote any more."""
    fleet = Fleet(case, spare_ports=1).up()
    governance = Governance(case, fleet, OPERATORS)
    with Load(fleet, nodes=[0, 1, 2]) as load:
        load.wait_for(BEFORE)
        node, words = with_newcomer(case, fleet, "propose-replace", "bank")
        names = bring_in(case, fleet, load, governance, node, words)
        case.check(len(names) == 4 and "bank" not in names, f"four validators, the old key is not among them: {names}")
        fleet.kill(3)
        goes_on(case, fleet, load, "without the old process")
        fleet.kill(2)
        goes_on(case, fleet, load, "with the new key's vote")
        fleet.start([2, 3])
        let_follow(case, fleet, load, 3)
    check_chain(case, fleet, load)


def joins_by_snapshot(case):
    """A node whose folder is empty, more than a window behind, takes a snapshot and then blocks; what it has agrees with the others."""
    fleet = Fleet(case, options=["--parameter", f"engine.snapshot_blocks={SNAPSHOT_BLOCKS}"]).up()
    with Load(fleet, clients=6, batch=1, pause_s=0) as load:
        load.wait_for(BEFORE)
        fleet.kill(3)
        shutil.rmtree(fleet.home(3) / "data")
        (fleet.home(3) / "data").mkdir(mode=0o700)
        fleet.wait_height(0, SNAPSHOT_LAG + 2 * SNAPSHOT_BLOCKS, limit_s=300)
        fleet.start([3])
        height = max(fleet.heights().values())
        took = fleet.wait_height(3, height)
        bases = [p.name for p in (fleet.home(3) / "data" / "base").iterdir()]
        case.check(bool(bases), f"it has the snapshot that it began from: {bases}")
        case.check(not fleet.status(3)["may_sign"], "it has no journal of this epoch and says so")
        first = first_block(fleet, 3, height)
        case.check(first > SNAPSHOT_BLOCKS, f"its block log begins above the snapshot, at {first}")
        status, page = fleet.ask(3, f"/v1/blocks?limit=20&cursor={first + 5}")
        case.check(status == 200 and page["data"]["next_cursor"] is None, f"a list of blocks ends where its log begins: {status} {page}")
        status, page = fleet.ask(3, f"/v1/blocks/{first - 1}")
        case.check(status == 404, f"and a block before is not there: {status} {page}")
        case.note(f"joined at height {height} {took:.1f} s after it answers; its log begins at {first}")
        load.wait_for(BEFORE)
    check_chain(case, fleet, load, first_heights={3: first})


def first_block(fleet, node, height):
    """The lowest height whose block the node has, by bisection."""
    low, high = 1, height
    while low < high:
        middle = (low + high) // 2
        if fleet.ask(node, f"/v1/blocks/{middle}")[0] == 200:
            high = middle
        else:
            low = middle + 1
    return low
