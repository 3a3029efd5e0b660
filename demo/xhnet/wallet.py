"""Keys, transactions and reads through the real `xinghuo`."""

import json
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from .programs import LIMIT_S, Failure, run, run_json

BARRIER = {"barrier": True}


class Refused(Failure):
    """The ledger or a node said no."""


@dataclass(frozen=True)
class Key:
    name: str
    account: str
    public_key: str


@dataclass(frozen=True)
class Fact:
    """What the light client verified with the genesis alone: its answer, and the fact file that it called true."""
    verified: dict
    file: dict

    @property
    def events(self):
        return self.verified["receipt"]["events"]

    @property
    def record(self):
        """The record's bytes; None when the fact is its absence."""
        value = self.file["record"].get("value")
        return None if value is None else bytes.fromhex(value)


class Wallet:
    def __init__(self, programs, home):
        self.programs = programs
        self.home = Path(home)
        self.keys = {}
        self.genesis = None
        self.facts_verified = 0

    def add(self, name):
        """A new unprotected key: test networks and demos only."""
        data = run_json([self.programs.xinghuo, "--home", str(self.home), "keys", "add", name, "--no-passphrase"])
        self.keys[name] = Key(name, data["account"], data["public_key"])
        return self.keys[name]

    def open(self):
        """Takes the keys that are already in the home folder."""
        data = run_json([self.programs.xinghuo, "--home", str(self.home), "keys", "list"])
        for key in data["keys"]:
            self.keys[key["name"]] = Key(key["name"], key["account"], key["public_key"])

    def account(self, name):
        return self.keys[name].account

    def connect(self, nodes, genesis):
        self.genesis = Path(genesis)
        node_options = [part for node in nodes for part in ("--set-node", node)]
        self.run("config", "set", *node_options, "--set-genesis", str(genesis))

    def run(self, *arguments, check=True, stdin=None, limit_s=LIMIT_S):
        return run([self.programs.xinghuo, "--home", str(self.home), *arguments], check=check, stdin=stdin, limit_s=limit_s)

    def run_json(self, *arguments, check=True):
        return run_json([self.programs.xinghuo, "--home", str(self.home), *arguments], check=check)

    def batch(self, lines, check=True, options=("--wait",), limit_s=LIMIT_S):
        """Sends JSON lines with `xinghuo batch`. With `check`, each transaction must be final with code OK."""
        lines = list(lines)
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        done = self.run("batch", "-", *options, check=False, stdin=text, limit_s=limit_s)
        results = [json.loads(line) for line in done.stdout.splitlines()]
        expected = sum(1 for line in lines if "barrier" not in line)
        if len(results) != expected:
            raise Failure(f"batch answered {len(results)} of {expected} lines: {done.stderr.strip()[-1500:]}")
        if check:
            for result in results:
                if result.get("state") == "unknown" or "code" not in result:
                    raise Failure(f"outcome unknown: {json.dumps(result, ensure_ascii=False)[:600]}")
                if result["code"] != "OK":
                    raise Refused(f"transaction refused: {json.dumps(result, ensure_ascii=False)[:600]}")
        return results

    def batch_again(self, lines, attempts=8):
        """batch() for calls that may safely be made twice (uploads by batch key, confirmations, approvals): when a node
        dies while it answers, the same work is offered to the others. A refusal by the ledger is not tried again."""
        lines = list(lines)
        for attempt in range(attempts):
            try:
                return self.batch(lines)
            except Refused:
                raise
            except Failure as failure:
                if attempt + 1 == attempts:
                    raise
                print(f"  a node did not answer, asking the others: {str(failure)[:160]}", file=sys.stderr)
                time.sleep(0.5)
        raise Failure("no attempt was made")

    def send(self, key, call, args, check=True, **more):
        return self.batch([{"as": key, "call": call, "args": args, **more}], check=check)[0]

    def get(self, target, key=None):
        """A read of the API, signed by `key` when one is named."""
        signing = ["--as", key, "query", "get", "--signed", target] if key else ["query", "get", target]
        return self.run_json(*signing)

    @staticmethod
    def status_of(node):
        """What a node says of itself to everybody."""
        with urllib.request.urlopen(f"{node}/v1/status", timeout=LIMIT_S) as answer:
            return json.load(answer)["data"]

    def pages(self, target, key, name="items"):
        """All items of a list, page by page."""
        cursor = None
        while True:
            joint = "&" if "?" in target else "?"
            page = self.get(target if cursor is None else f"{target}{joint}cursor={urllib.parse.quote(cursor)}", key)
            yield from page[name]
            cursor = page.get("next_cursor")
            if cursor is None:
                return

    def fact(self, target, key, keep=None):
        """A read with its proof, checked by the light client: it has the genesis, an empty home and no node."""
        joint = "&" if "?" in target else "?"
        answer = self.get(target + joint + "proof=1", key)
        with tempfile.TemporaryDirectory(prefix="xinghuo-fact-") as folder:
            path = Path(keep) if keep else Path(folder) / "fact.json"
            path.write_text(json.dumps(answer["fact"]))
            verified = verify(self.programs, self.genesis, path)
        self.facts_verified += 1
        return Fact(verified, answer["fact"])


def verify(programs, genesis, path, check=True):
    """`xinghuo light verify` of a fact file, in a process that knows the genesis and nothing else."""
    with tempfile.TemporaryDirectory(prefix="xinghuo-light-") as empty:
        data = run_json([programs.xinghuo, "--home", empty, "--genesis", str(genesis), "light", "verify", str(path)],
                        check=check)
    if check and data.get("verified") is not True:
        raise Failure(f"{path}: the light client says {data}")
    return data
