"""Reads the whole chain back from every node's API and counts. Shares nothing with the clients that sent: it enumerates blocks, and
its signed reads are those of xhnet/reader.py."""

from concurrent.futures import ThreadPoolExecutor

from xhnet.reader import Reader

from .fleet import DEPOSIT_FEN

TRANSFER = "lxr.transfer"


class Chain:
    """What one node says the chain is, from `first` (1, or above the snapshot it began from) to `height`."""

    def __init__(self, fleet, node, first, height, secrets, offset_ms):
        self.node = node
        self.first = first
        self.blocks = []  # (id, state root)
        self.places = {}  # transaction id -> [(height, index)]
        self.transfers = 0
        reader = Reader(fleet.api(node), fleet.wallet.account("E1"), secrets["E1"], offset_ms)
        for h in range(first, height + 1):
            block = reader.open(f"/v1/blocks/{h}")
            self.blocks.append((block["id"], block["state_root"]))
            for tx in block["transactions"]:
                self.places.setdefault(tx["id"], []).append((tx["height"], tx["index"]))
                self.transfers += tx["type"] == TRANSFER
        self.balances = {name: self._balance(fleet, node, name, secrets[name], offset_ms) for name in ("E1", "E2")}
        evidence = reader.open("/v1/evidence")
        self.evidence = evidence["held"] + evidence["on_chain"]

    @staticmethod
    def _balance(fleet, node, name, secret, offset_ms):
        account = fleet.wallet.account(name)
        return int(Reader(fleet.api(node), account, secret, offset_ms).get(f"/v1/accounts/{account}")["balance"])


def check_chain(case, fleet, load, nodes=None, deposit=DEPOSIT_FEN, offsets_ms=None, first_heights=None):
    """Waits until `nodes` agree, then checks S and D of the campaign on each of them. Gives the height. The first of `nodes` has the
    whole chain; `first_heights` are those of nodes that began from a snapshot."""
    nodes = list(fleet.nodes if nodes is None else nodes)
    height, _, _ = fleet.wait_agreed(nodes)
    secrets = {name: fleet.secret(name) for name in ("E1", "E2")}
    with ThreadPoolExecutor(len(nodes)) as pool:
        chains = list(pool.map(lambda n: Chain(fleet, n, (first_heights or {}).get(n, 1), height, secrets, (offsets_ms or {}).get(n, 0)),
                               nodes))
    for chain in chains:
        check_one(case, chain, load, deposit, chains[0].transfers)
        case.check(chain.blocks == chains[0].blocks[chain.first - 1:],
                   f"nodes {chain.node} and {chains[0].node} have the same block and state root at each of {height} heights")
    unsettled = len(load.sent) - load.count - len(load.refused)
    case.check(not load.refused, f"no honest transfer is refused: {load.refused[:3]}")
    case.check(unsettled == 0, f"everything sent came to an end: {unsettled} of {len(load.sent)} did not")
    case.check(load.count > 0, "something was acknowledged, or nothing is shown")
    case.note(f"checked: height {height} on {len(nodes)} nodes; {load.summary()}")
    return height


def check_one(case, chain, load, deposit, transfers):
    twice = [id_ for id_, places in chain.places.items() if len(places) != 1]
    case.check(not twice, f"node {chain.node}: no transaction twice: {twice[:3]}")
    lost = [id_ for id_, (height, _) in load.acknowledged.items() if height >= chain.first and id_ not in chain.places]
    case.check(not lost, f"node {chain.node}: {len(lost)} of {load.count} acknowledged transactions are missing: {lost[:3]}")
    moved = [id_ for id_, place in load.acknowledged.items() if chain.places.get(id_, [place]) != [place]]
    case.check(not moved, f"node {chain.node}: {len(moved)} acknowledged transactions stand elsewhere than was said: {moved[:3]}")
    strange = [id_ for id_ in load.acknowledged if id_ not in load.sent]
    case.check(not strange, f"only what was sent is acknowledged: {strange[:3]}")
    case.check(chain.balances == {"E1": deposit - transfers, "E2": transfers},
               f"node {chain.node}: each transfer on the ledger moved one fen once: {transfers} transfers, {chain.balances}")
    case.check(not chain.evidence, f"node {chain.node}: nobody's votes contradict each other: {chain.evidence[:1]}")
