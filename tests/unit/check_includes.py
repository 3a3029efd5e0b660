#!/usr/bin/env python3
"""Who includes whom: the rooms of the house, no loops, no allow-list. Usage: check_includes.py ROOT"""
import pathlib
import re
import sys

MAY_INCLUDE = {
    "chain": {"chain"},
    "contracts": {"chain", "contracts"},
    "consensus": {"chain/primitives", "chain/crypto", "chain/ledger", "chain/codec/fields.h", "chain/codec/domain.h", "consensus"},
    "p2p": {"chain/primitives", "chain/crypto", "p2p"},
    "node": {"chain", "contracts", "consensus", "p2p", "node"},
    "cli": {"chain", "contracts", "cli"},
}
# Third-party headers that rooms without I/O must not see.
FORBIDDEN = {
    "chain": r"boost/(asio|beast)|spdlog|thread>|chrono>|random>",
    "contracts": r"boost/(asio|beast)|leveldb|spdlog|thread>|chrono>|random>",
    "consensus": r"boost|leveldb|google/|spdlog|thread>|chrono>|random>|unordered_",
    "p2p": r"leveldb|google/",
    "cli": r"leveldb",
}
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^">]+)[">]', re.M)


def includes_of(path):
    return INCLUDE.findall(path.read_text(encoding="utf-8"))


def main(root):
    problems = []
    edges = {}
    for room, allowed in MAY_INCLUDE.items():
        for path in sorted((root / room).rglob("*")):
            if path.suffix not in (".h", ".cpp", ".inc"):
                continue
            name = path.relative_to(root).as_posix()
            edges[name] = []
            for kind, target in includes_of(path):
                if kind == '"':
                    edges[name].append(target)
                    if not any(target == a or target.startswith(a + "/") for a in allowed):
                        problems.append(f"{name} includes {target}: {room} may look into {', '.join(sorted(allowed))} only")
                    elif not (root / target).is_file():
                        problems.append(f"{name} includes {target}, which does not exist")
                forbidden = FORBIDDEN.get(room)
                if kind == "<" and forbidden and re.search(forbidden, target + ">"):
                    problems.append(f"{name} includes <{target}>, which {room} must not see")
                if target.endswith(".pb.h"):
                    problems.append(f"{name} includes {target}: generated code belongs into tests")
    problems += loops(edges)
    for problem in problems:
        print(problem)
    print(f"{len(edges)} files, {len(problems)} problems")
    return 1 if problems or not edges else 0


def loops(edges):
    found, state = [], {}

    def visit(node, trail):
        state[node] = 1
        for target in edges.get(node, []):
            if state.get(target) == 1:
                found.append("include loop: " + " -> ".join(trail + [node, target]))
            elif target in edges and target not in state:
                visit(target, trail + [node])
        state[node] = 2

    sys.setrecursionlimit(10000)
    for node in sorted(edges):
        if node not in state:
            visit(node, [])
    return found


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve()))
