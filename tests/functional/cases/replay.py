"""The same blocks give the same state in every build: dev, release and clang, as far as they are built here."""

import shutil
import signal
import subprocess
import time

from month import Month
from tools.builds import builds
from tools.world import DEPOSIT_FEN, World
from xhnet.programs import ROOT, Failure

START_LIMIT_S = 120


def recorded_blocks_give_the_same_root_in_every_build(case):
    world = World(case)
    month = Month(world.consortium, ROOT / "demo" / "data" / "shifts.csv", lambda _: None)
    world.network.advance_clock("1s")  # the bank states its account anew
    month.prepare(stated_fen=DEPOSIT_FEN)
    month.feed()
    month.pay()
    recorded = world.wait_agreed()
    world.network.down()
    case.note(f"recorded: height {recorded[0]}, state root {recorded[2][:16]}...")
    for name, program in builds(case).items():
        home = case.folder / f"replayed-by-{name}"
        shutil.copytree(world.network.folder / "node0", home, ignore=shutil.ignore_patterns("*.sock", "state", "journal*"))
        case.check(replayed(world, program, home) == recorded, f"{name} comes to the recorded height, block and root")


def replayed(world, program, home):
    """Starts `program` alone on a copy of the log without the state it led to, and asks what it comes to."""
    with open(home / "log.txt", "wb") as log:
        process = subprocess.Popen([str(program), "start", "--home", str(home)], stdout=log, stderr=log)
        try:
            deadline = time.monotonic() + START_LIMIT_S
            while time.monotonic() < deadline:
                if process.poll() is not None:
                    raise Failure(f"{program} ended with {process.returncode}: {(home / 'log.txt').read_text()[-600:]}")
                try:
                    return world.tip(0)
                except OSError:
                    time.sleep(0.1)
            raise Failure(f"{program} did not answer in {START_LIMIT_S} s")
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)
