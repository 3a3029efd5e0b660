"""Runs the cases: see run.sh and README.md."""

import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "demo"))

import faults  # noqa: E402
import homes  # noqa: E402
import idle  # noqa: E402
import inputs  # noqa: E402
import replay  # noqa: E402
from world import Case  # noqa: E402
from xhnet.programs import Failure, Programs  # noqa: E402

CASES = {f.__name__: f for f in (
    faults.killed_validator_catches_up, faults.two_killed_validators_stop_finality_without_a_fork,
    faults.all_killed_validators_keep_what_they_acknowledged, inputs.bad_input_is_refused_with_its_reason,
    homes.broken_homes_do_not_start, idle.idle_network_makes_heartbeats_only,
    replay.recorded_blocks_give_the_same_root_in_every_build)}
QUICK = ("killed_validator_catches_up", "all_killed_validators_keep_what_they_acknowledged",
         "bad_input_is_refused_with_its_reason", "broken_homes_do_not_start",
         "recorded_blocks_give_the_same_root_in_every_build")


def run_case(name, programs):
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="xinghuo-functional-") as folder:
        case = Case(programs, Path(folder))
        try:
            CASES[name](case)
        except Failure as failure:
            case.failed(str(failure))
        except Exception:  # a broken test is a failed test, and the others still run
            case.failed(traceback.format_exc())
        finally:
            case.destroy()
    good = case.checks > 0 and not case.failures
    for text in case.failures:
        print(f"  FAIL {text}")
    print(f"{'pass' if good else 'FAIL'} {name} ({case.checks} checks, {time.monotonic() - started:.1f} s)", flush=True)
    return good


def main():
    wanted = [name for a in sys.argv[1:] for name in (QUICK if a == "quick" else [a])] or list(CASES)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    programs = Programs()
    passed = failed = 0
    for name in wanted:
        if name not in CASES:
            print(f"FAIL {name}: there is no such case; there are {', '.join(CASES)}")
            failed += 1
        elif run_case(name, programs):
            passed += 1
        else:
            failed += 1
    print(f"functional: {passed} passed, {failed} failed")
    return 0 if failed == 0 and passed > 0 else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failure as failure:
        print(f"functional: {failure}", file=sys.stderr)
        sys.exit(1)
