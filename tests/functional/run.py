"""Runs the cases: see run.sh and README.md."""

import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "demo"))

from cases import (  # noqa: E402
    checker, clocks, descriptors, disk_full, epoch_switch, failed_writes, floods, homes, idle, inputs, kill_loop, kills, larger_sets, leader_crash,
    lost_data, membership, mixed_builds, namespaces, partitions, persist_boundaries, replay, sigstop)
from tools.case import Case, Skipped  # noqa: E402
from xhnet.programs import Failure, Programs  # noqa: E402

CASES = {f.__name__: f for f in (
    checker.checker_notices_what_is_wrong,
    kills.killed_validator_catches_up, kills.two_killed_validators_stop_finality_without_a_fork,
    kills.all_killed_validators_keep_what_they_acknowledged, kill_loop.kill_loop, sigstop.sigstop,
    partitions.partitions, namespaces.namespaces,
    persist_boundaries.persist_boundaries, failed_writes.failed_writes, disk_full.disk_full,
    lost_data.whole_disk_lost, lost_data.journal_lost_does_not_vote, lost_data.damaged_journal_does_not_vote,
    lost_data.damaged_log_repaired, lost_data.damaged_state_rebuilt,
    membership.add_validator, membership.remove_validator, membership.rotate_key, membership.joins_by_snapshot,
    epoch_switch.epoch_switch_under_kills,
    clocks.wrong_clocks, clocks.two_of_seven_off, clocks.year_2038, clocks.zone_and_locale,
    leader_crash.leader_crash_latency, larger_sets.seven_validators, larger_sets.ten_validators,
    floods.floods, floods.slow_headers_are_dropped, descriptors.few_descriptors,
    inputs.bad_input_is_refused_with_its_reason, homes.broken_homes_do_not_start, idle.idle_network_makes_heartbeats_only,
    mixed_builds.mixed_builds, replay.recorded_blocks_give_the_same_root_in_every_build)}
QUICK = ("checker_notices_what_is_wrong", "killed_validator_catches_up", "kill_loop", "sigstop", "partitions",
         "persist_boundaries", "bad_input_is_refused_with_its_reason",
         "broken_homes_do_not_start", "recorded_blocks_give_the_same_root_in_every_build")


SKIPPED = []  # counted as passed, and named at the end


def run_case(name, programs, quick):
    started = time.monotonic()
    print(f"{time.strftime('%H:%M:%S')} {name}", flush=True)
    skipped = None
    with tempfile.TemporaryDirectory(prefix="xinghuo-functional-") as folder:
        case = Case(programs, Path(folder), quick)
        try:
            CASES[name](case)
        except Skipped as reason:
            skipped = str(reason)
        except Failure as failure:
            case.failed(str(failure))
        except Exception:  # a broken test is a failed test, and the others still run
            case.failed(traceback.format_exc())
        finally:
            case.destroy()
    if skipped and not case.failures:
        print(f"skipped: {name}: {skipped}", flush=True)
        SKIPPED.append(name)
        return True
    good = case.checks > 0 and not case.failures
    print(f"{'pass' if good else 'FAIL'} {name} ({case.checks} checks, {time.monotonic() - started:.1f} s)", flush=True)
    return good


def main():
    quick = "quick" in sys.argv[1:]
    wanted = [a for a in sys.argv[1:] if a != "quick"] or list(QUICK if quick else CASES)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    programs = Programs()
    passed = failed = 0
    for name in wanted:
        if name not in CASES:
            print(f"FAIL {name}: there is no such case; there are {', '.join(CASES)}")
            failed += 1
        elif run_case(name, programs, quick):
            passed += 1
        else:
            failed += 1
    if SKIPPED:
        print(f"functional: skipped here: {', '.join(SKIPPED)}")
    print(f"functional: {passed} passed, {failed} failed")
    return 0 if failed == 0 and passed > 0 else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failure as failure:
        print(f"functional: {failure}", file=sys.stderr)
        sys.exit(1)
