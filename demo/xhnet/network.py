"""Validators as real processes on this machine, with a driven ledger clock."""

import os
import random
import shutil
import signal
import socket
from datetime import datetime, timezone
from pathlib import Path

from .programs import Failure, run, run_json

PORTS_PER_NODE = 10  # xinghuod testnet: node i listens at base + 10 i (p2p) and one above (API)


def ports_are_free(base, count):
    return all(_is_free(base + PORTS_PER_NODE * i + j) for i in range(count) for j in (0, 1))


def free_base_port(count):
    """A base port whose node ports are free now. Below the ephemeral range, so that no client socket takes one."""
    for _ in range(200):
        base = random.randrange(20000, 31000, PORTS_PER_NODE)
        if ports_are_free(base, count):
            return base
    raise Failure("no free ports between 20000 and 31000")


def _is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def ms_of(time):
    """Milliseconds since 1970 of an RFC 3339 text, a datetime or a number."""
    if isinstance(time, str):
        time = datetime.fromisoformat(time.replace("Z", "+00:00"))
    if isinstance(time, datetime):
        if time.tzinfo is None:
            raise Failure(f"{time}: a ledger time needs its zone")
        since = time - datetime(1970, 1, 1, tzinfo=timezone.utc)
        return (since.days * 86400 + since.seconds) * 1000 + since.microseconds // 1000
    return int(time)


class Network:
    """One ledger in `folder` (made by create(), or found there)."""

    def __init__(self, programs, folder):
        self.programs = programs
        self.folder = Path(folder)
        self.base_port = 0
        self.count = 0

    def create(self, chain_id, time, members, validators=4, base_port=None, options=()):
        """`members`: texts name:roles:key, as `xinghuod testnet init-files --member` takes them."""
        self.count = validators
        self.base_port = base_port or free_base_port(validators)
        arguments = ["testnet", "init-files", "--dir", str(self.folder), "--validators", str(validators), "--base-port",
                     str(self.base_port), "--chain-id", chain_id, "--time", str(ms_of(time))]
        for member in members:
            arguments += ["--member", member]
        run([self.programs.xinghuod] + arguments + list(options))

    @property
    def genesis(self):
        return self.folder / "node0" / "config" / "genesis.json"

    def api(self, node=0):
        return f"http://127.0.0.1:{self.base_port + PORTS_PER_NODE * node + 1}"

    def apis(self):
        return [self.api(i) for i in range(self.count)]

    def testnet(self, *arguments, check=True, json_answer=False):
        command = [self.programs.xinghuod, "testnet", *arguments, "--dir", str(self.folder)]
        return run_json(command, check=check) if json_answer else run(command, check=check)

    def up(self, node=None):
        self.testnet("up", *self._only(node))

    def down(self, node=None):
        self.testnet("down", *self._only(node))

    def kill(self, node):
        """kill -9: nothing is flushed, nothing is said."""
        self.testnet("kill", "--node", str(node))

    def status(self):
        return self.testnet("status", check=False, json_answer=True)["nodes"]

    def set_clock(self, time, allow_down=True):
        self.testnet("clock", "set", "--to", str(ms_of(time)), *(["--allow-down"] if allow_down else []))

    def advance_clock(self, by, allow_down=True):
        self.testnet("clock", "advance", "--by", by, *(["--allow-down"] if allow_down else []))

    def clock(self):
        """The latest ledger time of the nodes that answer, ms."""
        return max(n["ledger_time_ms"] for n in self.testnet("clock", "show", json_answer=True)["nodes"])

    def replay(self, node, trace):
        """Recomputes a stopped node's ledger from genesis; `trace` gets what each block changed."""
        return run_json([self.programs.xinghuod, "replay", "--home", str(self.folder / f"node{node}"), "--trace", str(trace)])

    def stop(self):
        """Ends the validators of this folder and nothing else: politely, then those that did not go."""
        if not self.folder.exists():
            return
        try:
            self.testnet("down", "--wait", "10", check=False)
            for node in self.status():
                if node.get("running") and node.get("pid"):
                    os.kill(node["pid"], signal.SIGKILL)
        except (Failure, ProcessLookupError, ValueError, KeyError):
            pass  # nothing that can be told from the folder runs any more

    def destroy(self):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    @staticmethod
    def _only(node):
        return [] if node is None else ["--node", str(node)]
