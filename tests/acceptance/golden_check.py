"""Compares the numbers of the scenario files with the golden figures of the scenarios' authors, and lists which figure is
expected where. Plays nothing: run.sh does that with the same numbers.

Usage: golden_check.py [PATH]   PATH is a scenarios_golden.json; without it XH_GOLDEN names one; with neither nothing is
                                compared, which is said loudly (exit 77, what ctest calls skipped).

A step points to golden figures with `golden`: {"<member of expect, by dots>": "<golden path, by dots>"}; `expect_days` and
`table` stand for a table of days, step.<member> for what the step itself is given. A file's `not_on_the_ledger` names golden figures that no ledger holds, and why."""

import json
import os
import sys
from fractions import Fraction
from pathlib import Path

SCENARIOS = Path(__file__).resolve().parent / "scenarios"
CHECKED = ("S01", "S01_tax", "S02", "S03", "S04", "S05", "S06", "S15")
SKIPPED = 77
NOTHING = object()


def leaves(value, path=""):
    """path -> figure; a list without objects is one figure."""
    if isinstance(value, dict):
        return {p: v for key, inner in value.items() for p, v in leaves(inner, f"{path}.{key}" if path else key).items()}
    return {path: value}


def at(value, path):
    for part in path.split("."):
        if isinstance(value, list) and part.isdigit() and int(part) < len(value):
            value = value[int(part)]
        elif isinstance(value, dict) and part in value:
            value = value[part]
        else:
            return NOTHING
    return value


def member_at(expect, path):
    """Members of an expectation may have dots in their names (events): the longest name that fits goes first."""
    if path in expect:
        return expect[path]
    for end in sorted((i for i, c in enumerate(path) if c == "."), reverse=True):
        head, rest = path[:end], path[end + 1:]
        if isinstance(expect.get(head), dict):
            return member_at(expect[head], rest)
        if isinstance(expect.get(head), list):
            return at(expect[head], rest)
    return NOTHING


def plain(value):
    """Numbers and their texts are the same figure; so are 8,000.00 and 8000.00, and 163/2 and 81.5."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    if isinstance(value, bool):
        return value
    try:
        return str(Fraction(str(value).replace(",", "")))
    except ValueError:
        return str(value)


class Coverage:
    def __init__(self, golden):
        self.golden = golden
        self.covered = {}
        self.problems = []

    def take(self, name, document):
        for number, step in enumerate(document["steps"], 1):
            for member, path in step.get("golden", {}).items():
                self.pair(f"{name} step {number} {member}", self.given(document, step, member), path)
        for path, why in document.get("not_on_the_ledger", {}).items():
            self.cover(path, f"{name}: {why}", f"{name} not_on_the_ledger")

    @staticmethod
    def given(document, step, member):
        if member in ("expect_days", "table") and member in step:
            return document["tables"][step[member]]
        if member.startswith("step."):
            return at(step, member[len("step."):])
        return member_at(step.get("expect", {}), member)

    def pair(self, where, given, path):
        wanted = at(self.golden, path)
        if given is NOTHING:
            self.problems.append(f"{where}: the step expects no such member")
        elif wanted is not NOTHING and plain(given) != plain(wanted):
            self.problems.append(f"{where}: the file has {given!r}, golden {path} is {wanted!r}")
        self.cover(path, where, where)

    def places(self, leaf):
        """Where a figure is expected; a list also item by item, when none is left out."""
        if leaf in self.covered:
            return self.covered[leaf]
        figure = at(self.golden, leaf)
        items = [f"{leaf}.{i}" for i in range(len(figure))] if isinstance(figure, list) else [leaf]
        return [place for item in items for place in self.covered[item]] if all(i in self.covered for i in items) else []

    def cover(self, path, what, where):
        wanted = at(self.golden, path)
        if wanted is NOTHING:
            self.problems.append(f"{where}: there is no golden figure {path}")
            return
        for leaf in leaves(wanted, path):
            self.covered.setdefault(leaf, []).append(what)


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("XH_GOLDEN")
    if not path or not Path(path).exists():
        print("SKIPPED: no scenarios_golden.json is given (golden_check.py PATH, or XH_GOLDEN): the scenario files' numbers "
              "were compared with NOTHING here")
        return SKIPPED
    golden = json.loads(Path(path).read_text(encoding="utf-8"))
    coverage = Coverage(golden)
    for file in sorted(SCENARIOS.glob("*.json")):
        coverage.take(file.stem, json.loads(file.read_text(encoding="utf-8")))
    all_paths = [leaf for section in CHECKED for leaf in leaves(golden[section], section)]
    where = {leaf: coverage.places(leaf) for leaf in all_paths}
    open_paths = [leaf for leaf, places in where.items() if not places]
    for leaf, places in where.items():
        print(f"{leaf}: {'; '.join(places) or 'NOT COVERED'}")
    for problem in coverage.problems:
        print(f"problem: {problem}")
    print(f"golden: {len(all_paths)} figures, {len(all_paths) - len(open_paths)} covered, {len(open_paths)} not covered, "
          f"{len(coverage.problems)} problems")
    return 1 if open_paths or coverage.problems else 0


if __name__ == "__main__":
    sys.exit(main())
