"""The links between a fleet's nodes, each direction through our proxy (proxy.py)."""

import json
import subprocess
import sys
from itertools import permutations, product
from pathlib import Path

from xhnet.programs import Failure

from . import config_file

SEED = 7


class Links:
    """Make it before the nodes start: it changes their configs."""

    def __init__(self, case, fleet):
        self._fleet = fleet
        targets = [fleet.p2p_port(n) for n in fleet.nodes]
        self._proxy = subprocess.Popen([sys.executable, str(Path(__file__).with_name("proxy.py")), json.dumps(targets), str(SEED)],
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        case.own(self)
        ports = json.loads(self._proxy.stdout.readline())
        names = fleet.validator_names()
        for node in fleet.nodes:
            peers = {names[other]: f"127.0.0.1:{ports[f'{node}-{other}']}" for other in fleet.nodes if other != node}
            config_file.change(fleet.home(node), p2p={"peer_addresses": peers})

    def _do(self, **command):
        self._proxy.stdin.write(json.dumps(command) + "\n")
        self._proxy.stdin.flush()
        answer = self._proxy.stdout.readline()
        if not answer:
            raise Failure("the proxy has ended")
        return json.loads(answer)

    def all_directions(self):
        return list(permutations(self._fleet.nodes, 2))

    def set(self, directions, **fault):
        return self._do(do="set", directions=list(directions), fault=fault)

    def heal(self):
        return self.set(self.all_directions())

    def cut(self, left, right):
        """Both ways between the two groups."""
        self.set([d for a, b in product(left, right) for d in ((a, b), (b, a))], hold=True)

    def cut_one_way(self, senders, receivers):
        self.set([(a, b) for a, b in product(senders, receivers) if a != b], hold=True)

    def reset(self, pairs):
        return self._do(do="reset", pairs=list(pairs))

    def half_open(self, pairs):
        """[(told, not told)]"""
        return self._do(do="half_open", pairs=list(pairs))

    def counts(self):
        return self._do(do="counts")

    def destroy(self):
        self._proxy.kill()
        self._proxy.wait()
