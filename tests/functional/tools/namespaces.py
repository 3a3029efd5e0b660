"""Each node in a network namespace of its own, on a bridge, with packet filters between: needs root, iproute2 and nftables."""

import json
import os
import subprocess

from xhnet.programs import Failure

from . import config_file
from .case import Skipped

TABLE = "xinghuo_test"


def command(*words, text=None):
    try:
        return subprocess.run(words, input=text, capture_output=True, text=True, timeout=30)
    except OSError as error:
        raise Skipped(f"{words[0]} cannot be run: {error}") from error


def need(*words, text=None):
    done = command(*words, text=text)
    if done.returncode != 0:
        raise Skipped(f"{' '.join(words)}: {done.stderr.strip()[:200]}")


class Namespaces:
    """Make it before the nodes start: it changes where they listen and where they look for each other."""

    def __init__(self, case, fleet):
        if os.geteuid() != 0:
            raise Skipped("network namespaces with packet filters need root")
        self._fleet = fleet
        tag = os.getpid() % 250
        self._bridge, self._subnet = f"xhbr{tag}", f"10.213.{tag}"
        self._names = {n: f"xh{tag}n{n}" for n in fleet.nodes}
        case.own(self)
        need("ip", "link", "add", self._bridge, "type", "bridge")
        need("ip", "addr", "add", f"{self._subnet}.254/24", "dev", self._bridge)
        need("ip", "link", "set", self._bridge, "up")
        for node in fleet.nodes:
            self._make(node)
        self._configure()
        need("ip", "netns", "exec", self._names[0], "nft", "add", "table", "inet", TABLE)

    def host(self, node):
        return f"{self._subnet}.{node + 1}"

    def _make(self, node):
        name, outside = self._names[node], f"{self._names[node]}v"
        need("ip", "netns", "add", name)
        need("ip", "link", "add", outside, "type", "veth", "peer", "name", "eth0", "netns", name)
        need("ip", "link", "set", outside, "master", self._bridge, "up")
        for words in (("addr", "add", f"{self.host(node)}/24", "dev", "eth0"), ("link", "set", "eth0", "up"), ("link", "set", "lo", "up")):
            need("ip", "-n", name, *words)

    def _configure(self):
        fleet = self._fleet
        names = fleet.validator_names()
        for node in fleet.nodes:
            peers = {names[n]: f"{self.host(n)}:{fleet.p2p_port(n)}" for n in fleet.nodes if n != node}
            config_file.change(fleet.home(node), p2p={"listen_host": self.host(node), "peer_addresses": peers},
                               api={"listen_host": self.host(node)})
            fleet.hosts[node] = self.host(node)
            fleet.processes[node].prefix = ["ip", "netns", "exec", self._names[node]]

    def filter(self, node, rule, hooks=("input", "output")):
        """`rule` for packets between this node and its peers; the API stays free. Replaces the rule before."""
        ports = ", ".join(str(self._fleet.p2p_port(n)) for n in self._fleet.nodes)
        chains = "".join(f"chain {hook} {{ type filter hook {hook} priority 0; "
                         f"tcp dport {{ {ports} }} {rule}; tcp sport {{ {ports} }} {rule}; }}\n" for hook in hooks)
        self.free(node)
        done = command("ip", "netns", "exec", self._names[node], "nft", "-f", "-", text=f"table inet {TABLE} {{\n{chains}}}\n")
        if done.returncode != 0:
            raise Failure(f"nft: {done.stderr.strip()}")

    def free(self, node):
        command("ip", "netns", "exec", self._names[node], "nft", "delete", "table", "inet", TABLE)

    def dropped(self, node):
        """Packets that rules with a counter have dropped here."""
        done = command("ip", "netns", "exec", self._names[node], "nft", "-j", "list", "ruleset")
        rules = [entry["rule"]["expr"] for entry in json.loads(done.stdout)["nftables"] if "rule" in entry]
        return sum(part["counter"]["packets"] for rule in rules for part in rule if "counter" in part)

    def destroy(self):
        for process in self._fleet.processes:
            process.kill()
        for name in self._names.values():
            command("ip", "netns", "del", name)
        command("ip", "link", "del", self._bridge)
