"""A consortium run by `xinghuod testnet` with a driven clock, and the wallet as its client."""

import threading

from xhnet import payroll
from xhnet.consortium import Consortium
from xhnet.programs import Failure
from xhnet.wallet import BARRIER

from .nodes import Nodes
from .waiting import wait_until

START = "2026-03-01T08:00:00+08:00"
DEPOSIT_FEN = 1_000_000
FEE = 4  # lxr purpose: service fee
NO_RECORD = "00" * 32
TRANSFERS_PER_BATCH = 20
BATCH_LIMIT_S = 10  # ends a batch that waits for nodes which are all dead


def money_lines(wallet, now_ms, amount=DEPOSIT_FEN):
    """The bank confirms E1's deposit, and the union lets E1 pay E2."""
    relation = {"from": wallet.account("E1"), "to": wallet.account("E2"), "purpose": FEE, "open": True}
    return [*payroll.deposit_lines(wallet, now_ms, amount, [("E1", amount, "R1")]),
            BARRIER, {"as": "union", "call": "lxr.set_relations", "args": {"relations": [relation]}}]


class World(Nodes):
    """A running consortium in which E1 pays E2 one fen at a time."""

    def __init__(self, case, name="net", options=()):
        self.consortium = case.own(Consortium(case.programs, case.folder / name))
        self.wallet, self.network = self.consortium.wallet, self.consortium.network
        self.nodes = range(4)
        self.consortium.create(f"functional-{name}", START, ("E1", "E2"), options=["--log-level", "warning", *options])
        self.wallet.batch(money_lines(self.wallet, self.network.clock()))

    def api(self, node):
        return self.network.api(node)

    def transfers(self, count):
        args = {"to": self.wallet.account("E2"), "amount": "1", "purpose": FEE, "reference": NO_RECORD}
        return [{"as": "E1", "call": "lxr.transfer", "args": args} for _ in range(count)]


class Traffic:
    """Transfers by the wallet, from a thread of its own; `acknowledged` are the ids that it was told are final."""

    def __init__(self, world):
        self.world = world
        self.acknowledged = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join()

    def wait_for(self, count):
        wait_until(lambda: len(self.acknowledged) >= count, f"{count} acknowledged transactions", 90)

    def _run(self):
        while not self._stop.is_set():
            try:
                results = self.world.wallet.batch(self.world.transfers(TRANSFERS_PER_BATCH), check=False,
                                                  limit_s=BATCH_LIMIT_S)
            except Failure:
                continue  # nodes are being killed; what was not acknowledged is not claimed
            self.acknowledged += [r["id"] for r in results if r["state"] == "final" and r.get("code") == "OK"]
