"""Homes that must not start: each says what is wrong and ends with its exit code."""

import shutil
import socket
import subprocess

from tools.process import NodeProcess
from tools.waiting import wait_until
from tools.world import World
from xhnet.programs import run

EXIT_OTHER, EXIT_CONFIG, EXIT_NETWORK = 1, 3, 6
START_LIMIT_S = 30


def broken_homes_do_not_start(case):
    world = World(case)
    world.wallet.batch(world.transfers(30))
    world.wait_agreed()
    two_processes(case, world)
    world.network.down()
    wrong_genesis(case, world)
    damaged_log(case, world)
    missing_key(case, world)
    busy_port(case, world)
    home = world.network.folder / "node0"
    world.network.up()
    world.wait_agreed()
    case.check(home.exists(), "the untouched homes still start")


def copied(case, world, name):
    home = case.folder / name
    shutil.copytree(world.network.folder / "node0", home, ignore=shutil.ignore_patterns("*.sock", "admin*"))
    return home


def check_refused(case, world, home, what, exit_code, *words):
    """xinghuod start must end by itself, with this code and a message that holds the words."""
    try:
        done = subprocess.run([world.network.programs.xinghuod, "start", "--home", str(home)], capture_output=True, text=True,
                              timeout=START_LIMIT_S)
    except subprocess.TimeoutExpired:
        case.check(False, f"{what}: the node runs all the same")
        return
    said = (done.stdout + done.stderr).strip()
    case.check(done.returncode == exit_code, f"{what}: exit {done.returncode} instead of {exit_code}: {said[-400:]}")
    for word in words:
        case.check(word.lower() in said.lower(), f"{what}: the message does not say '{word}': {said[-400:]}")
    case.note(f"{what}: exit {done.returncode}: {said.splitlines()[-1][:150] if said else '(silent)'}")


def two_processes(case, world):
    check_refused(case, world, world.network.folder / "node0", "two processes on one data folder", EXIT_OTHER, "data")
    case.check(world.status(0)["height"] > 0, "the first process goes on")


def wrong_genesis(case, world):
    home = copied(case, world, "wrong-genesis")
    other = case.folder / "other-ledger"
    members = [f"{name}:{role}:{world.wallet.keys[name].public_key}"
               for name, role in (("union", "union"), ("E1", "employer"), ("E2", "employer"), ("bank", "bank"))]
    run([world.network.programs.xinghuod, "testnet", "init-files", "--dir", str(other), "--chain-id", "another", "--time",
         "2026-01-01T00:00:00Z", *[part for m in members for part in ("--member", m)]])
    shutil.copy(other / "node0" / "config" / "genesis.json", home / "config" / "genesis.json")
    check_refused(case, world, home, "another ledger's genesis", EXIT_OTHER, "genesis")


def damaged_log(case, world):
    """Alone it cannot be repaired: the node says what it waits for, and answers nobody meanwhile."""
    home = copied(case, world, "damaged-log")
    segment = next((home / "data" / "blocks").glob("*.log"))
    content = bytearray(segment.read_bytes())
    content[len(content) // 3] ^= 0x40
    segment.write_bytes(bytes(content))
    process = case.own(NodeProcess(world.network.programs.xinghuod, home))
    process.start()
    wait_until(lambda: "waiting for blocks" in process.said() or not process.running, "the damaged log is noticed", START_LIMIT_S)
    said = process.said()
    case.check(process.running and segment.name in said, f"a damaged block log without peers: it waits and names the file: {said[-400:]}")
    case.check(not listens(world.network.base_port + 1), "and its API is closed meanwhile")
    case.note(f"a damaged block log: {said.splitlines()[0][:150]}")
    case.check(process.terminate() == 0, "it stops when it is told to")


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def missing_key(case, world):
    for name in ("validator_key.json", "node_key.json"):
        home = copied(case, world, f"without-{name}")
        (home / "config" / name).unlink()
        check_refused(case, world, home, f"no {name}", EXIT_CONFIG, name)


def busy_port(case, world):
    home = copied(case, world, "busy-port")
    for what, offset in (("p2p", 0), ("API", 1)):
        with socket.socket() as taken:
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            taken.bind(("127.0.0.1", world.network.base_port + offset))
            taken.listen()
            check_refused(case, world, home, f"the {what} port is taken", EXIT_NETWORK, str(world.network.base_port + offset))
