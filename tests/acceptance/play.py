"""Plays one scenario: its own network, each step as real transactions through `xinghuo`, each figure from a verified fact."""

from checks import CHECKS
from scenario import BadScenario
from steps import STEPS
from xhnet import payroll, records
from xhnet.consortium import Consortium

ROLES = {"workers": payroll.ROLE_WORKER, "members": payroll.ROLE_MEMBER}


class Play:
    """What steps and checks work on. `compare` is the only way to an assertion."""

    def __init__(self, programs, folder, scenario, assertions, show):
        self.scenario = scenario
        self.assertions = assertions
        self.show = show
        self.consortium = Consortium(programs, folder)
        self.wallet = self.consortium.wallet
        self.network = self.consortium.network
        self.agreements = {}  # the scenario's name -> {"key", "worker", "employer"}
        self.days = {}        # (agreement name, day) -> the log's reference as last recorded
        self.acts = {}        # the scenario's name of an act -> record key
        self.total_deposits = 0

    def run(self):
        self.prepare()
        for number, step in enumerate(self.scenario.steps, 1):
            handler = STEPS.get(step.get("do"))
            if step.get("do") == "check":
                handler = CHECKS.get(step.get("what"))
            if handler is None:
                raise BadScenario(f"step {number}: unknown {step.get('do')} {step.get('what', '')}")
            handler(self, step)

    def prepare(self):
        options = ["--log-level", "warning"]
        for name, value in self.scenario.parameters.items():
            options += ["--parameter", f"{name}={value}"]
        people = self.scenario.people
        self.consortium.create(f"acceptance-{self.scenario.id.lower()}", self.scenario.start, people.get("employers", []),
                               options=options)
        lines = []
        for group, role in ROLES.items():
            names = people.get(group, [])
            for name in names:
                self.wallet.add(name)
            lines += payroll.registrations(self.wallet, names, role)
        self.wallet.batch(lines)

    def destroy(self):
        self.consortium.destroy()

    def compare(self, name, expected, actual, where):
        """One figure; `where` says what it was read from."""
        holds = type(expected) is type(actual) and expected == actual
        self.assertions.append({"name": name, "expected": expected, "actual": actual, "pass": holds, "from": where})
        if self.show:
            verdict = "pass" if holds else "FAIL"
            wanted = "" if holds else f" (expected {expected!r})"
            print(f"{verdict} {self.scenario.id} {name} = {actual!r}{wanted} [{where}]", flush=True)

    def compare_all(self, name, expected, actual, where):
        """Each expected member with the same member of what was read."""
        for key, value in expected.items():
            if key not in actual:
                raise BadScenario(f"{name}: nothing called '{key}' can be read; there are {', '.join(sorted(actual))}")
            if isinstance(value, dict):
                self.compare_all(f"{name} {key}", value, actual[key], where)
            else:
                self.compare(f"{name} {key}", value, actual[key], where)

    def clock(self, day, time):
        self.network.set_clock(payroll.ms_at(day, time))

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
        raw = records.raw_key(*table, records.account_bytes(self.wallet.account(name)))
        value, where = self.record(raw, schema)
        return value or {field: 0 for field, _ in schema.values()}, where

    def agreement(self, step):
        name = step["agreement"]
        if name not in self.agreements:
            raise BadScenario(f"no agreement '{name}' was made")
        return self.agreements[name]
