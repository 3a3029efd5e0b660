"""kill -9: one validator, two, all four."""

import time

from tools.world import DEPOSIT_FEN, Traffic, World
from xhnet import payroll

STALL_S = 6  # four views with both timers expired (delta 500 ms): long enough for a wrong quorum to act


def killed_validator_catches_up(case):
    world = World(case)
    with Traffic(world) as traffic:
        traffic.wait_for(20)
        world.network.kill(0)  # the node that the wallet asks first
        before = world.status(1)["height"]
        acknowledged = len(traffic.acknowledged)
        traffic.wait_for(acknowledged + 60)
        world.wait_height(1, before + 2)
        case.check(True, "finality goes on with three of four")
        world.network.up(0)
        traffic.wait_for(len(traffic.acknowledged) + 20)
    height, block, root = world.wait_agreed()
    case.check(world.tip(0) == (height, block, root), "the restarted validator has the others' state root")
    case.check(world.blocks(0, height) == world.blocks(1, height), "and the same block at every height")
    check_exactly_once(case, world, traffic.acknowledged)


def two_killed_validators_stop_finality_without_a_fork(case):
    world = World(case)
    world.wallet.batch(world.transfers(10))
    height, _, _ = world.wait_agreed()
    world.network.kill(2)
    world.network.kill(3)
    sent = world.wallet.batch(world.transfers(5), check=False, options=())
    case.check(all(r["state"] == "accepted" for r in sent), f"two validators take transactions: {sent}")
    time.sleep(STALL_S)
    case.check(world.status(0)["height"] == height == world.status(1)["height"], "two of four make nothing final")
    code, answer = world.ask(0, f"/v1/txs/{sent[0]['id']}")
    case.check(code == 202 and answer["data"]["state"] == "pending", f"a transaction stays pending: {code} {answer}")
    world.network.up(2)
    returned = time.monotonic()
    world.wait_height(0, height + 1)
    case.note(f"final again {time.monotonic() - returned:.1f} s after the third validator returned")
    for result in sent:
        code, answer = world.ask(0, f"/v1/txs/{result['id']}?wait=30000")
        case.check(code == 200 and answer["data"]["state"] == "final", f"it is final when a third returns: {code} {answer}")
    world.network.up(3)
    height, _, _ = world.wait_agreed()
    chains = [world.blocks(n, height) for n in world.nodes]
    case.check(all(chain == chains[0] for chain in chains), "no fork: the same block at every height on all four")


def all_killed_validators_keep_what_they_acknowledged(case):
    world = World(case)
    with Traffic(world) as traffic:
        traffic.wait_for(60)
        for node in world.nodes:
            world.network.kill(node)
    case.note(f"{len(traffic.acknowledged)} transactions were acknowledged before all four died")
    world.network.up()
    world.wallet.batch(world.transfers(1))
    tips = {world.tip(n) for n in world.nodes} if world.wait_agreed() else set()
    case.check(len(tips) == 1, f"all four stand at one block and one state root: {tips}")
    check_exactly_once(case, world, traffic.acknowledged)


def check_exactly_once(case, world, acknowledged):
    for node in world.nodes:
        ids = world.transaction_ids(node)
        case.check(len(ids) == len(set(ids)), f"node {node} has no transaction twice")
        missing = set(acknowledged) - set(ids)
        case.check(not missing, f"node {node} lost {len(missing)} acknowledged transactions")
    # Deposit, statement and relation are no transfers; every other transaction moved one fen.
    transfers = len(world.transaction_ids(0)) - 3
    case.check(payroll.balance(world.wallet, "E2") == transfers, "the money moved once for each transfer on the ledger")
    case.check(payroll.balance(world.wallet, "E1") == DEPOSIT_FEN - transfers, "and came from where it was")
