"""What the cases share: a consortium with some money in motion, and what a test may claim about it."""

import json
import threading
import urllib.error
import urllib.request

from xhnet import payroll
from xhnet.consortium import Consortium
from xhnet.programs import Failure
from xhnet.wallet import BARRIER

START = "2026-03-01T08:00:00+08:00"
DEPOSIT_FEN = 1_000_000
FEE = 4  # lxr purpose: service fee
NO_RECORD = "00" * 32
TRANSFERS_PER_BATCH = 20
BATCH_LIMIT_S = 10  # ends a batch that waits for nodes which are all dead


class Case:
    """One test: counts its checks and ends every process it started."""

    def __init__(self, programs, folder):
        self.programs = programs
        self.folder = folder
        self.checks = 0
        self.failures = []
        self._worlds = []

    def check(self, holds, text):
        self.checks += 1
        if not holds:
            self.failed(text)
        return holds

    def failed(self, text):
        self.failures.append(text)

    def note(self, text):
        print(f"  {text}", flush=True)

    def world(self, name="net", options=()):
        world = World(self.programs, self.folder / name, options)
        self._worlds.append(world)
        world.create(name)
        return world

    def destroy(self):
        for world in self._worlds:
            world.consortium.destroy()


class World:
    """A running consortium in which E1 pays E2 one fen at a time."""

    def __init__(self, programs, folder, options):
        self.consortium = Consortium(programs, folder)
        self.options = ["--log-level", "warning", *options]
        self.wallet, self.network = self.consortium.wallet, self.consortium.network
        self.nodes = range(4)

    def create(self, name):
        self.consortium.create(f"functional-{name}", START, ("E1", "E2"), options=self.options)
        relation = {"from": self.wallet.account("E1"), "to": self.wallet.account("E2"), "purpose": FEE, "open": True}
        self.wallet.batch([*payroll.deposit_lines(self.wallet, self.network.clock(), DEPOSIT_FEN, [("E1", DEPOSIT_FEN, "R1")]),
                           BARRIER, {"as": "union", "call": "lxr.set_relations", "args": {"relations": [relation]}}])

    def transfers(self, count):
        args = {"to": self.wallet.account("E2"), "amount": "1", "purpose": FEE, "reference": NO_RECORD}
        return [{"as": "E1", "call": "lxr.transfer", "args": args} for _ in range(count)]

    def ask(self, node, target, body=None, headers=None):
        """(status, document) of one node's API."""
        data = body.encode() if isinstance(body, str) else body
        request = urllib.request.Request(self.network.api(node) + target, data=data,
                                         headers=headers or ({"Content-Type": "application/json"} if data else {}))
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def status(self, node):
        return self.ask(node, "/v1/status")[1]["data"]

    def tip(self, node):
        status = self.status(node)
        return status["height"], status["block_id"], status["state_root"]

    def wait_agreed(self, nodes=None):
        """Waits until the nodes stand at one block with nothing pending; gives (height, block, state root)."""
        nodes = nodes or self.nodes

        def agreed():
            try:
                states = [self.status(n) for n in nodes]
            except OSError:
                return False
            return len({s["block_id"] for s in states}) == 1 and all(s["mempool_transactions"] == 0 for s in states)
        self.consortium.wait_until(agreed, f"nodes {list(nodes)} at one block", limit_s=90)
        return self.tip(nodes[0])

    def wait_height(self, node, height, limit_s=60):
        self.consortium.wait_until(lambda: self.status(node)["height"] >= height, f"node {node} at height {height}", limit_s)

    def blocks(self, node, height):
        return [self.ask(node, f"/v1/blocks/{h}")[1]["data"]["id"] for h in range(1, height + 1)]

    def transaction_ids(self, node):
        out, cursor = [], ""
        while cursor is not None:
            page = self.ask(node, f"/v1/txs?limit=100{cursor}")[1]["data"]
            out += [t["id"] for t in page["transactions"]]
            cursor = f"&cursor={page['next_cursor']}" if page.get("next_cursor") else None
        return out


class Traffic:
    """Transfers from a thread of its own; `acknowledged` are the ids that a client was told are final."""

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
        self.world.consortium.wait_until(lambda: len(self.acknowledged) >= count, f"{count} acknowledged transactions", 90)

    def _run(self):
        while not self._stop.is_set():
            try:
                results = self.world.wallet.batch(self.world.transfers(TRANSFERS_PER_BATCH), check=False,
                                                  limit_s=BATCH_LIMIT_S)
            except Failure:
                continue  # nodes are being killed; what was not acknowledged is not claimed
            self.acknowledged += [r["id"] for r in results if r["state"] == "final" and r.get("code") == "OK"]
