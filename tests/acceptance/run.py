"""Runs scenarios and counts them: see run.sh and README.md. A scenario passes when every expectation of its file was
compared with the ledger and holds; one that is unknown, unreadable, interrupted or only partly compared has failed."""

import argparse
import json
import signal
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "demo"))

from checks import CHECKS  # noqa: E402
from play import INVARIANTS, Play  # noqa: E402
from scenario import BadScenario, load  # noqa: E402
from steps import STEPS  # noqa: E402
from xhnet.programs import Failure, Programs  # noqa: E402

SCENARIOS = Path(__file__).resolve().parent / "scenarios"


class Outcome:
    def __init__(self, name):
        self.name = name
        self.figures = []
        self.expected = 0
        self.later = {}
        self.error = None

    @property
    def compared(self):
        return [figure for figure in self.figures if "expected" in figure]

    @property
    def passed(self):
        return (self.error is None and 0 < self.expected == len(self.compared)
                and all(figure["ok"] for figure in self.compared))

    def as_json(self):
        return {"scenario": self.name, "passed": self.passed, "expected": self.expected, "compared": len(self.compared),
                "error": self.error, "figures": self.figures, "later": self.later}


def run_one(name, path, programs, show):
    out = Outcome(name)
    try:
        scenario = load(path, STEPS, CHECKS)
    except (OSError, ValueError, BadScenario) as error:
        out.error = f"cannot be used: {error}"
        return out
    out.expected, out.later = scenario.expectations + len(INVARIANTS), scenario.later
    with tempfile.TemporaryDirectory(prefix="xinghuo-acceptance-") as folder:
        play = Play(programs, Path(folder), scenario, show)
        out.figures = play.figures
        try:
            play.run()
        except Failure as failure:
            out.error = str(failure)
        except Exception as error:  # whatever breaks a scenario off has failed it, and the others still run
            out.error = f"{type(error).__name__}: {error}"
        finally:
            play.destroy()
    return out


def show_result(out):
    for name, value in out.later.items():
        print(f"later {out.name} {name} = {json.dumps(value, ensure_ascii=False)} (golden, not asserted yet)")
    if out.error:
        print(f"ERROR {out.name}: {out.error}")
    elif len(out.compared) != out.expected:
        print(f"ERROR {out.name}: {len(out.compared)} of {out.expected} expectations were compared")
    print(f"{'PASSED' if out.passed else 'FAILED'} {out.name}: {sum(f['ok'] for f in out.compared)} of {out.expected} hold"
          + (f"; {len(out.later)} golden items are for later versions" if out.later else ""), flush=True)


def chosen(options):
    files = [(Path(f).stem, Path(f)) for f in options.file]
    names = options.scenarios or ([] if files else sorted(p.stem for p in SCENARIOS.glob("*.json")))
    return [(name, SCENARIOS / f"{name}.json") for name in names] + files


def main():
    parser = argparse.ArgumentParser(prog="tests/acceptance/run.sh", description=__doc__)
    parser.add_argument("scenarios", nargs="*", help="names, e.g. S01")
    parser.add_argument("--file", action="append", default=[], help="a scenario file outside scenarios/")
    parser.add_argument("-o", "--output", choices=("text", "json"), default="text")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    programs = Programs()
    text = options.output == "text"
    outcomes = []
    for name, path in chosen(options):
        out = run_one(name, path, programs, text)
        outcomes.append(out)
        if text:
            show_result(out)
    passed = sum(out.passed for out in outcomes)
    if not text:
        print(json.dumps({"schema_version": 2, "scenarios": [out.as_json() for out in outcomes]}, indent=1, ensure_ascii=False))
    print(f"acceptance: {passed} passed, {len(outcomes) - passed} failed", file=sys.stdout if text else sys.stderr)
    return 0 if outcomes and passed == len(outcomes) else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failure as failure:
        print(f"acceptance: {failure}", file=sys.stderr)
        sys.exit(1)
