"""Plays one scenario: its own network, each step as real transactions through `xinghuo`, each figure from a verified fact."""

import json
import re
import sys

import personal
from audit import Audit
from checks import CHECKS
from scenario import BadScenario, word_of
from steps import STEPS
from values import keyless_accounts
from xhnet import payroll, records
from xhnet.consortium import Consortium

ROLES = {"workers": payroll.ROLE_WORKER, "members": payroll.ROLE_MEMBER}


INVARIANTS = {"I1": "supply = balances = custody", "I2": "no balance below zero",
              "I3": "one voucher for each posting, serials without gaps", "I4": "no personal text in blocks, receipts, records"}


class Play:
    """What steps and checks work on. `compare` is the only way to an assertion."""

    def __init__(self, programs, folder, scenario, show):
        self.scenario = scenario
        self.figures = []
        self.show = show
        self.programs = programs
        self.folder = folder  # files that steps write, and the consortium
        self.consortium = Consortium(programs, folder / "network")
        self.wallet = self.consortium.wallet
        self.network = self.consortium.network
        self.agreements = {}  # the scenario's name -> {"key", "worker", "employer"}
        self.days = {}        # (agreement name, day) -> the log's reference as last recorded
        self.versions = {}    # (agreement name, day, version) -> its reference
        self.acts = {}        # the scenario's name of an act -> record key
        self.named = {}       # the scenario's name of a record -> record key
        self.accounts = keyless_accounts()
        self.secrets = []     # texts that may stand nowhere on the ledger (I4)
        self.clock_moved = False  # since the last wait for the calendar

    def run(self):
        self.prepare()
        for number, step in enumerate(self.scenario.steps, 1):
            _, word = word_of(step, number, STEPS, CHECKS)
            if step["do"] == "check" and self.clock_moved:
                self.catch_up()
            try:
                word.handler(self, step)
            except BadScenario as bad:
                raise BadScenario(f"step {number}: {bad}") from bad
        self.audit()

    def prepare(self):
        options = ["--log-level", "warning"]
        for name, value in self.scenario.parameters.items():
            options += ["--parameter", f"{name}={value}"]
        people = self.scenario.people
        chain_id = re.sub("[^a-z0-9.-]", "-", f"acceptance-{self.scenario.id.lower()}")[:48]
        self.consortium.create(chain_id, self.scenario.start, people.get("employers", []),
                               options=options)
        lines = []
        for group, role in ROLES.items():
            names = people.get(group, [])
            for name in names:
                self.wallet.add(name)
            lines += payroll.registrations(self.wallet, names, role, self.commitment_to)
        self.wallet.batch(lines)

    def commitment_to(self, name):
        """Somebody's identity data, made up where the file gives none; the ledger gets a salted commitment to it."""
        data = personal.identity_of(name, self.scenario.personal)
        self.secrets += data.values()
        return personal.commitment(data)

    def audit(self):
        """The invariants at every block of what was played, from the first validator's block log."""
        self.network.stop()
        trace = self.consortium.folder / "trace.jsonl"
        answer = self.network.replay(0, trace)
        audit = Audit(self.secrets).read(trace)
        for folder in (self.network.folder, self.folder / "people"):  # the union's store of personal data is sealed
            audit.scan_files(folder)
        for problem in audit.problems():
            print(f"{self.scenario.id}: {problem}", file=sys.stderr)
        where = f"replay of the block log, {audit.blocks} blocks to height {answer['height']}"
        for name, meaning in INVARIANTS.items():
            self.compare(f"{name} {meaning}: places where it is broken", 0, len(audit.broken[name]), where)

    def destroy(self):
        self.consortium.destroy()

    def account(self, name):
        if name not in self.accounts and name not in self.wallet.keys:
            raise BadScenario(f"there is nobody called '{name}'")
        return self.accounts.get(name) or self.wallet.account(name)

    def names(self):
        """Account -> what the scenario calls its holder."""
        return {**{key.account: name for name, key in self.wallet.keys.items()},
                **{account: name for name, account in self.accounts.items()}}

    def figure(self, name, actual, where, **more):
        out = {"name": name, **more, "actual": actual, "from": where}
        out["ok"] = self.equal(more["expected"], actual) if "expected" in more else None
        self.figures.append(out)
        return out

    @staticmethod
    def equal(expected, actual):
        return type(expected) is type(actual) and expected == actual

    def compare(self, name, expected, actual, where):
        """One expected figure; `where` says what it was read from."""
        holds = self.figure(name, actual, where, expected=expected)["ok"]
        if self.show:
            verdict = "pass" if holds else "FAIL"
            wanted = "" if holds else f" (expected {expected!r})"
            print(f"{verdict} {self.scenario.id} {name} = {actual!r}{wanted} [{where}]", flush=True)

    def note(self, name, actual, where, show):
        """One figure that was read and that nothing is expected of."""
        self.figure(name, actual, where)
        if show and self.show:
            print(f"read {self.scenario.id} {name} = {json.dumps(actual, ensure_ascii=False)} [{where}]", flush=True)

    def compare_all(self, name, expected, actual, where, show=None):
        """Each expected member with the same member of what was read; the others are figures all the same."""
        show = not expected if show is None else show
        for key in expected:
            if key not in actual:
                raise BadScenario(f"{name}: nothing called '{key}' can be read; there are {', '.join(sorted(actual))}")
        for key, value in actual.items():
            if isinstance(value, dict) and isinstance(expected.get(key, {}), dict):
                self.compare_all(f"{name} {key}", expected.get(key, {}), value, where, show)
            elif key in expected:
                self.compare(f"{name} {key}", expected[key], value, where)
            else:
                self.note(f"{name} {key}", value, where, show)

    def clock(self, day, time):
        self.network.set_clock(payroll.ms_at(day, time))
        self.clock_moved = True

    def catch_up(self):
        """Waits until the ledger has done what its calendar has for the present time: a transaction wakes the validators, and
        they rest again when nothing is due."""
        self.clock_moved = False
        self.wallet.send("union", "lxr.set_relations", {"relations": []}, check=False)  # refused: the list is empty
        self.consortium.wait_until(self.rests, "the calendar's work")

    def rests(self):
        seen = {(status["height"], status["parked"]) for status in map(self.wallet.status_of, self.network.apis())}
        return len(seen) == 1 and all(parked for _, parked in seen)

    def receipt(self, result):
        """The verified receipt of a sent transaction, read as the union, who may see every receipt."""
        fact = self.wallet.fact(f"/v1/receipts/{self.place_of(result)}", "union")
        return fact.verified["receipt"], f"receipt proved at height {fact.verified['height']}"

    def place_of(self, result):
        # A receipt's index follows the block's calendar work; asking by transaction id knows it.
        answer = self.wallet.get(f"/v1/txs/{result['id']}/receipt", "union")
        return f"{answer['height']}/{answer['index']}"

    def record(self, raw_key, schema):
        """A state record's fields and where they come from; an absent record has none."""
        fact = self.wallet.fact(f"/v1/records/{raw_key}", "union")
        where = f"record proved at height {fact.verified['height']}"
        return (None if fact.record is None else records.decode(fact.record, schema)), where

    def day_log(self, agreement, day, superseded=None):
        """A day's log as it is, or as version `superseded` was when it was replaced."""
        parts = [bytes.fromhex(agreement["key"]), records.day_part(payroll.day_number(day))]
        table = records.DAY_LOG_TABLE if superseded is None else records.SUPERSEDED_TABLE
        log, where = self.record(records.raw_key(*table, *parts, *([] if superseded is None else [superseded])), records.DAY_LOG)
        if log is None:
            raise BadScenario(f"the ledger has no log of {day}" + (f" version {superseded}" if superseded else ""))
        return log, where

    def account_record(self, table, name, schema):
        raw = records.raw_key(*table, records.account_bytes(self.account(name)))
        value, where = self.record(raw, schema)
        return value or records.decode(b"", schema), where

    def agreement(self, step):
        name = step["agreement"]
        if name not in self.agreements:
            raise BadScenario(f"no agreement '{name}' was made")
        return self.agreements[name]
