"""Clients that keep sending while a case disturbs the network, and remember what they were told.

Each client is a thread with a node of its own that it asks first. It sends small batches and follows every transaction until a
node says that it is final and shows its receipt: only then is it acknowledged. A node that does not answer, or no longer knows the
transaction, sends the client to the next one with the very same bytes."""

import json
import threading
import time

from xhnet.programs import Failure
from xhnet.reader import Signer

from .http import Connections, NodeDown, signed_headers
from .transfers import Payer
from .waiting import wait_until

EXPIRES_AFTER_MS = 20 * 60 * 1000
WAIT_MS = 2000  # how long a node may hold the answer about one transaction
SETTLE_LIMIT_S = 90  # after the end: how long what is under way may take


class Load:
    """with Load(fleet) as load: load.wait_for(100). `nodes` are those that are asked."""

    def __init__(self, fleet, clients=3, batch=4, nodes=None, pause_s=0.02, clock_offset_ms=None):
        status = fleet.status((nodes or fleet.nodes)[0])
        self.fleet, self.chain_tag, self.secret = fleet, status["chain_tag"], fleet.secret("E1")
        self.payer = Payer(fleet.chain_id, self.chain_tag, self.secret, fleet.wallet.keys["E2"].public_key)
        self.ledger_offset_ms = status["ledger_time"] - time.time_ns() // 1_000_000
        self.clock_offset_ms = clock_offset_ms or {}
        self.acknowledged = {}  # id -> (height, index)
        self.sent = set()
        self.refused = []  # (id, what was said): none is expected
        self.latencies_s = []
        self._stop = threading.Event()
        clients = [Client(self, list(nodes or fleet.nodes), n, batch, pause_s) for n in range(clients)]
        self._threads = [threading.Thread(target=c.run, name=f"client-{n}", daemon=True) for n, c in enumerate(clients)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, kind, *_):
        self._stop.set()
        if kind is None:
            self.settle()

    def settle(self):
        """Ends the clients; each follows what it sent to its end."""
        self._stop.set()
        for thread in self._threads:
            thread.join(SETTLE_LIMIT_S + 30)

    def once(self, nodes):
        """One transfer by a client of these nodes, followed to its receipt in this thread; gives the seconds it took."""
        before = self.count
        Client(self, list(nodes), 0, 1, 0).send()
        if self.count <= before:
            raise Failure(f"a single transfer was not acknowledged: {self.refused[-1:]}")
        return self.latencies_s[-1]

    @property
    def stopping(self):
        return self._stop.is_set()

    @property
    def count(self):
        return len(self.acknowledged)

    def wait_for(self, more, limit_s=90):
        """Waits for so many further acknowledged transactions; gives the seconds it took."""
        target = self.count + more
        return wait_until(lambda: self.count >= target, lambda: f"{more} more acknowledged transactions ({self.count} of {target})",
                          limit_s)

    def percentile_ms(self, share, since=0):
        ordered = sorted(self.latencies_s[since:])
        return round(1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]) if ordered else 0

    def summary(self):
        return (f"{len(self.sent)} sent, {self.count} acknowledged, {len(self.refused)} refused; "
                f"p50 {self.percentile_ms(0.5)} ms, p99 {self.percentile_ms(0.99)} ms")


class Client:
    def __init__(self, load, nodes, number, batch, pause_s):
        self._load = load
        self._signer = Signer(load.secret)
        self._address = load.fleet.wallet.account("E1")
        self._connections = Connections(load.fleet)
        self._nodes = nodes
        self._at = number % len(nodes)
        self._batch, self._pause_s = batch, pause_s

    @property
    def _node(self):
        return self._nodes[self._at]

    def _next_node(self):
        self._at = (self._at + 1) % len(self._nodes)
        time.sleep(0.02)

    def run(self):
        while not self._load.stopping:
            self.send()
            time.sleep(self._pause_s)
        self._connections.close_all()

    def send(self):
        """A batch, signed, sent and followed to its receipts."""
        began = time.monotonic()
        expires = time.time_ns() // 1_000_000 + self._load.ledger_offset_ms + EXPIRES_AFTER_MS
        open_ = {t.id: t for t in (self._load.payer.transfer(expires) for _ in range(self._batch))}
        self._load.sent.update(open_)
        self._follow(open_, began)

    def _follow(self, open_, began):
        """Until all are acknowledged or refused, or the load has ended long enough ago."""
        stop_at = None
        while open_:
            if self._load.stopping:
                stop_at = stop_at or time.monotonic() + SETTLE_LIMIT_S
                if time.monotonic() > stop_at:
                    return
            try:
                self._post(open_)
                for id_ in list(open_):
                    if self._is_settled(id_):
                        self._load.latencies_s.append(time.monotonic() - began)
                        del open_[id_]
            except NodeDown:
                self._next_node()

    def _post(self, open_):
        """Offers what is open; the node says of each that it has it, had it, or why not."""
        body = json.dumps({"transactions": [t.wire.hex() for t in open_.values()]})
        status, answer = self._connections.request(self._node, "POST", "/v1/txs", body, {"Content-Type": "application/json"})
        if status == 503:
            raise NodeDown("busy")
        if status != 200:
            raise NodeDown(f"{status} {answer}")
        for result in answer["data"]["results"]:
            if result["state"] == "refused":
                if result.get("code") == "BUSY":
                    raise NodeDown("busy")
                self._load.refused.append((result["id"], f"node {self._node}: {result.get('code')} {result.get('message')}"))
                open_.pop(result["id"], None)

    def _is_settled(self, id_):
        status, answer = self._connections.request(self._node, "GET", f"/v1/txs/{id_}?wait={WAIT_MS}")
        if status != 200 or answer["data"]["state"] != "final":
            raise NodeDown(f"{id_[:8]} not final here: {status}")
        target = f"/v1/txs/{id_}/receipt"
        offset = self._load.clock_offset_ms.get(self._node, 0)
        headers = signed_headers(self._signer, self._load.chain_tag, self._address, target, offset)
        status, receipt = self._connections.request(self._node, "GET", target, headers=headers)
        if status != 200:
            raise NodeDown(f"{id_[:8]} has no receipt here: {status} {receipt.get('detail')}")
        if receipt["data"]["code"] == "OK":
            self._load.acknowledged[id_] = (receipt["data"]["height"], answer["data"]["index"])
        else:
            self._load.refused.append((id_, f"receipt {receipt['data']['code']}: {receipt['data']['message']}"))
        return True
