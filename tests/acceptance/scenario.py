"""A scenario file: what is given, what is done, what is expected. README.md describes the format."""

import json
from dataclasses import dataclass, field

KNOWN = {"id", "title", "start", "people", "parameters", "tables", "steps", "later"}
PEOPLE = {"employers", "workers", "members"}


class BadScenario(Exception):
    """The file says something that this runner does not understand."""


@dataclass
class Scenario:
    id: str
    title: str
    start: str
    people: dict
    parameters: dict
    tables: dict
    steps: list
    later: dict = field(default_factory=dict)
    expectations: int = 0

    def rows(self, table):
        if table not in self.tables:
            raise BadScenario(f"there is no table '{table}'")
        return self.tables[table]


def leaves(value):
    """How many figures an `expect` holds: every value in it, whatever its depth."""
    if isinstance(value, dict):
        return sum(leaves(v) for v in value.values())
    return 1


def count(step, tables):
    expected = leaves(step.get("expect", {}))
    if step.get("do") == "days":
        expected += 3 * len(tables[step["table"]])  # three amounts a row: orders, time, day
    if "expect_days" in step:
        expected += 3 * len(tables[step["expect_days"]])
    return expected


def load(path):
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    unknown = set(document) - KNOWN
    if unknown:
        raise BadScenario(f"unknown members: {', '.join(sorted(unknown))}")
    missing = {"id", "title", "start", "people", "steps"} - set(document)
    if missing:
        raise BadScenario(f"missing members: {', '.join(sorted(missing))}")
    if set(document["people"]) - PEOPLE:
        raise BadScenario(f"people are {', '.join(sorted(PEOPLE))}")
    tables = document.get("tables", {})
    scenario = Scenario(document["id"], document["title"], document["start"], document["people"],
                        document.get("parameters", {}), tables, document["steps"], document.get("later", {}))
    scenario.expectations = sum(count(step, tables) for step in scenario.steps)
    return scenario
