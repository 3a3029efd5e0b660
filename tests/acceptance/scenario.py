"""A scenario file: what is given, what is done, what is expected. README.md describes the format."""

import json
from dataclasses import dataclass, field

KNOWN = {"id", "title", "note", "start", "people", "personal", "parameters", "tables", "steps", "later", "not_on_the_ledger"}
PEOPLE = {"employers", "workers", "members", "banks"}
PERSONAL = {"name", "id_number", "phone", "bank_account", "city"}
DAY_COLUMNS = (3, 6)  # [day, orders, minutes] and perhaps [order pay, time pay, day's pay], which are expected then


class BadScenario(Exception):
    """The file says something that this runner does not understand."""


@dataclass(frozen=True)
class Word:
    """What a step or a check is called, what it does, and which members it has."""
    handler: object
    needs: tuple = ()
    may: tuple = ()


@dataclass
class Scenario:
    id: str
    title: str
    start: str
    people: dict
    personal: dict
    parameters: dict
    tables: dict
    steps: list
    later: dict = field(default_factory=dict)
    expectations: int = 0

    def rows(self, table):
        if table not in self.tables:
            raise BadScenario(f"there is no table '{table}'")
        return self.tables[table]


def refuse_unknown(where, given, known):
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise BadScenario(f"{where}: unknown member{'s' if len(unknown) > 1 else ''} {', '.join(map(repr, unknown))}; "
                          f"known are {', '.join(sorted(known))}")


def refuse_missing(where, given, needed):
    missing = [name for name in needed if name not in given]
    if missing:
        raise BadScenario(f"{where}: {', '.join(map(repr, missing))} missing")


def leaves(value):
    """How many figures an `expect` holds: every value in it, whatever its depth; a list is one value."""
    if isinstance(value, dict):
        return sum(leaves(v) for v in value.values())
    return 1


def count(scenario, step):
    expected = leaves(step.get("expect", {}))
    tables = [step["table"]] if step["do"] == "days" else [step["expect_days"]] if "expect_days" in step else []
    for table in tables:
        expected += sum(3 for row in scenario.rows(table) if len(row) == 6)
    return expected


def word_of(step, number, steps, checks):
    if not isinstance(step, dict):
        raise BadScenario(f"step {number} is not an object")
    name = step.get("do")
    if name != "check":
        if name not in steps:
            raise BadScenario(f"step {number}: unknown 'do' {name!r}; known are check, {', '.join(sorted(steps))}")
        return name, steps[name]
    what = step.get("what")
    if what not in checks:
        raise BadScenario(f"step {number}: unknown 'what' {what!r}; known are {', '.join(sorted(checks))}")
    return f"check {what}", checks[what]


def look_over(scenario, steps, checks):
    """Everything that can be said of a file before a network is started for it."""
    for number, step in enumerate(scenario.steps, 1):
        name, word = word_of(step, number, steps, checks)
        where = f"step {number} ({name})"
        refuse_unknown(where, step, {"do", "note", "expect", "golden", *(["what"] if step["do"] == "check" else []),
                                     *word.needs, *word.may})
        refuse_missing(where, step, word.needs)
        if not isinstance(step.get("expect", {}), dict):
            raise BadScenario(f"{where}: 'expect' is not an object")
        scenario.expectations += count(scenario, step)
    for name, rows in scenario.tables.items():
        if any(not isinstance(row, list) or len(row) not in DAY_COLUMNS for row in rows):
            raise BadScenario(f"table '{name}': a row is [day, orders, minutes] or has three amounts more")


def load(path, steps, checks):
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    refuse_unknown("the file", document, KNOWN)
    refuse_missing("the file", document, ("id", "title", "start", "people", "steps"))
    refuse_unknown("'people'", document["people"], PEOPLE)
    for who, data in document.get("personal", {}).items():
        refuse_unknown(f"'personal' of {who}", data, PERSONAL)
    scenario = Scenario(document["id"], document["title"], document["start"], document["people"],
                        document.get("personal", {}), document.get("parameters", {}), document.get("tables", {}),
                        document["steps"], document.get("later", {}))
    look_over(scenario, steps, checks)
    return scenario
