"""A network of real processes that a case starts, stops and disturbs node by node. Real clock unless said otherwise."""

import json
import signal
import time

from xhnet.network import Network, free_base_port
from xhnet.programs import Failure, run, run_json
from xhnet.wallet import Wallet

from . import config_file
from .nodes import Nodes
from .process import NodeProcess
from .waiting import wait_until
from .world import money_lines

DEPOSIT_FEN = 10_000_000
DELTA_MS = 500
TIMEOUT_S = 3 * DELTA_MS / 1000  # R1: the view timer is three deltas
LIVE_LIMIT_S = 60


class Fleet(Nodes):
    """`validators` nodes of a new ledger in which E1 may pay E2. create() makes the homes, start() the processes, fund() the money."""

    def __init__(self, case, name="net", validators=4, options=(), genesis_time_ms=None, clock="real", spare_ports=0):
        self.case = case
        self.folder = case.folder / name
        self.nodes = range(validators)
        self.quorum = validators - (validators - 1) // 3
        self.may_fail = validators - self.quorum
        self.chain_id = f"functional-{name}"
        self.programs = case.programs
        self.hosts = {}  # node -> where its API listens, when not on this machine's loopback
        self.paused = set()
        self.wallet = Wallet(case.programs, self.folder / "wallet")
        self.network = Network(case.programs, self.folder / "net")
        members = ["union", "E1", "E2", "bank", *(f"M{i}" for i in range(validators - 4))]
        for member in members:
            self.wallet.add(member)
        roles = {"union": "union", "bank": "bank"}
        texts = [f"{m}:{roles.get(m, 'employer')}:{self.wallet.keys[m].public_key}" for m in members]
        now = genesis_time_ms or time.time_ns() // 1_000_000
        self.network.create(self.chain_id, now, texts, validators, free_base_port(validators + spare_ports),
                            options=["--clock", clock, "--log-level", "warning", "--delta", str(DELTA_MS), *options])
        self.processes = [NodeProcess(self.programs.xinghuod, self.home(n)) for n in self.nodes]
        case.own(self)

    def home(self, node):
        return self.network.folder / f"node{node}"

    def p2p_port(self, node):
        return self.network.base_port + 10 * node

    def api(self, node):
        return f"http://{self.hosts.get(node, '127.0.0.1')}:{self.p2p_port(node) + 1}"

    def secret(self, name):
        """The bare secret of a wallet key."""
        exported = self.wallet.run_json("keys", "export", name, "--unprotected")
        public = self.wallet.keys[name].public_key
        for value in exported.values():
            if isinstance(value, str) and len(value) == 64 and value != public:
                return value
        raise Failure(f"keys export shows no bare secret, only {sorted(exported)}")

    def validator_names(self):
        """In the order of the nodes: node i is validator i of genesis."""
        return [v["name"] for v in json.loads((self.home(0) / "config" / "genesis.json").read_text())["validators"]]

    def public_keys(self, node):
        """validator_key and node_key, hex."""
        return run_json([self.programs.xinghuod, "keys", "show", "--home", str(self.home(node))])

    def add_node(self):
        """A further home with keys of its own, not a validator and not started; gives its number. Needs a spare port."""
        node = len(self.processes)
        run([self.programs.xinghuod, "init", "--home", str(self.home(node)), "--genesis", str(self.network.genesis)])
        config_file.change(self.home(node), log={"level": "warning"}, p2p={"listen_host": "127.0.0.1", "listen_port": self.p2p_port(node)},
                           api={"listen_port": self.p2p_port(node) + 1})
        self.processes.append(NodeProcess(self.programs.xinghuod, self.home(node)))
        self.nodes = range(len(self.processes))
        return node

    # --- processes ---

    def is_live(self, node):
        try:
            return self.ask(node, "/health/live", timeout_s=2)[0] == 200
        except (OSError, ValueError):
            return False

    def start(self, nodes=None):
        """Starts those and waits until each answers."""
        nodes = list(self.nodes if nodes is None else nodes)
        for node in nodes:
            self.processes[node].start()
        for node in nodes:
            self.wait_live(node)

    def wait_live(self, node):
        process = self.processes[node]

        def live():
            if not process.running:
                raise Failure(f"node{node} ended at its start: {process.said()[-600:]}")
            return self.is_live(node)
        wait_until(live, f"node {node} answers", LIVE_LIMIT_S)

    def kill(self, *nodes):
        """kill -9 of all of them before any is waited for."""
        for node in nodes:
            self.processes[node].signal(signal.SIGKILL)
        for node in nodes:
            self.processes[node].kill()

    def pause(self, nodes):
        """SIGSTOP; `paused` names them until resume()."""
        for node in nodes:
            self.processes[node].pause()
        self.paused |= set(nodes)

    def resume(self, nodes):
        for node in nodes:
            self.processes[node].resume()
        self.paused -= set(nodes)

    def fund(self, nodes=None, amount=DEPOSIT_FEN):
        """The wallet's only work: money for E1 and the relation along which it pays E2."""
        self.wallet.connect([self.api(n) for n in (self.nodes if nodes is None else nodes)], self.network.genesis)
        self.wallet.batch(money_lines(self.wallet, self.status((nodes or self.nodes)[0])["block_time"], amount))
        return self

    def up(self):
        self.start()
        return self.fund()

    def running(self):
        return [n for n in self.nodes if self.processes[n].running]

    def destroy(self):
        for process in self.processes:
            process.kill()
