"""What a node lost or has damaged comes from its peers, or is computed again; a lost journal is not replaced."""

import shutil

from tools.checker import check_chain
from tools.fleet import Fleet
from tools.governance import Governance
from tools.load import Load
from tools.settling import settled_height, working
from tools.waiting import stays, wait_until

NODE, OTHER = 3, 2
STILL_S = 6
BEFORE = 60
FLIP = 0x40
OPERATORS = ("union", "E1", "E2", "bank")
HEARTBEAT_MS = 2000
EXIT_OTHER = 1
TABLE_STARTS = 12


def data_of(fleet, node):
    return fleet.home(node) / "data"


def follows(case, fleet, load, what, node=NODE):
    """Starts the node; it must come level with the others."""
    fleet.start([node])
    height = max(fleet.heights().values())
    took = fleet.wait_height(node, height)
    load.wait_for(1)
    case.check(True, f"{what}: it is level with the others")
    case.note(f"{what}: at height {height} {took:.1f} s after it answers; may sign: {fleet.status(node)['may_sign']}")


def warnings(fleet, node):
    return [line.split(" ", 3)[-1][:160] for line in fleet.processes[node].said().splitlines() if " warning " in line]


def whole_disk_lost(case):
    """The data folder is gone, the keys are not: the node follows, does not vote in this epoch, and votes again in the next."""
    fleet = Fleet(case, options=["--heartbeat", str(HEARTBEAT_MS)]).up()
    with Load(fleet) as load:
        load.wait_for(BEFORE)
        fleet.kill(NODE)
        shutil.rmtree(data_of(fleet, NODE))
        data_of(fleet, NODE).mkdir(mode=0o700)
        load.wait_for(BEFORE)
        follows(case, fleet, load, "an empty data folder")
        check_does_not_vote(case, fleet, load)
        check_votes_after_renewal(case, fleet, load)
    check_chain(case, fleet, load)


def journal_lost_does_not_vote(case):
    fleet = Fleet(case, options=["--heartbeat", str(HEARTBEAT_MS)]).up()
    with Load(fleet) as load:
        load.wait_for(BEFORE)
        fleet.kill(NODE)
        lost = list(data_of(fleet, NODE).glob("journal*"))
        case.check(len(lost) == 1, f"there is one journal: {lost}")
        lost[0].unlink()
        load.wait_for(BEFORE)
        follows(case, fleet, load, "the journal lost")
        check_does_not_vote(case, fleet, load)
        check_votes_after_renewal(case, fleet, load)
    check_chain(case, fleet, load)


def damaged_journal_does_not_vote(case):
    """A bit flipped in a complete record: the journal is kept aside for the operator, and nothing is signed in this epoch."""
    fleet = Fleet(case, options=["--heartbeat", str(HEARTBEAT_MS)]).up()
    with Load(fleet) as load:
        load.wait_for(BEFORE)
        fleet.kill(NODE)
        flip(next(data_of(fleet, NODE).glob("journal*")), 0.5)
        follows(case, fleet, load, "a bit flipped in the journal")
        aside = [p.name for p in data_of(fleet, NODE).glob("*set-aside*")]
        case.check(len(aside) == 1, f"the damaged journal is kept: {aside}")
        check_does_not_vote(case, fleet, load)
        check_votes_after_renewal(case, fleet, load)
    check_chain(case, fleet, load)


def check_does_not_vote(case, fleet, load):
    """Without another node the two that may vote and this one are no quorum."""
    case.check(not fleet.status(NODE)["may_sign"], "the node says that it may not sign")
    said = warnings(fleet, NODE)
    case.check(any("journal" in line or "sign" in line for line in said), f"and warns: {said}")
    fleet.kill(OTHER)
    height = settled_height(fleet, 0)
    case.check(stays(lambda: fleet.height(0) == height, STILL_S), "two voters and one without a journal make nothing final")
    fleet.start([OTHER])
    fleet.wait_height(0, height + 1)
    load.wait_for(1)
    case.note(f"without node {OTHER} nothing final in {STILL_S} s; with it again at once")


def check_votes_after_renewal(case, fleet, load):
    """A new epoch with the same validators. The node has that epoch's journal as soon as its check-in is final
    (docs/decisions/0012): that is what is waited for."""
    journal = data_of(fleet, NODE) / "journal-0000000001"
    wait_until(journal.exists, "the node's check-in is final", 30)
    Governance(case, fleet, OPERATORS).change(list(fleet.nodes), "renew")
    wait_until(lambda: fleet.status(NODE)["may_sign"], "the node may sign in the new epoch", 30)
    fleet.kill(OTHER)
    count, _ = working(fleet, load, STILL_S)
    case.check(count > 0, f"its vote counts: without node {OTHER} finality goes on ({count})")
    fleet.start([OTHER])
    load.wait_for(1)


def flip(path, share):
    content = bytearray(path.read_bytes())
    content[int(len(content) * share)] ^= FLIP
    path.write_bytes(bytes(content))


def log_of(fleet):
    return sorted((data_of(fleet, NODE) / "blocks").glob("*.log"))[0]


def cut(path, share):
    with open(path, "r+b") as file:
        file.truncate(int(path.stat().st_size * share))


def damaged_log_repaired(case):
    """Bit flips, a truncated log, no log: fetched again from peers, and the node votes on."""
    fleet = Fleet(case).up()
    damages = {"a bit flipped in the first third of the log": lambda: flip(log_of(fleet), 0.3),
               "a bit flipped near its end": lambda: flip(log_of(fleet), 0.97),
               "the log cut in the middle": lambda: cut(log_of(fleet), 0.5),
               "no log file": lambda: log_of(fleet).unlink(),
               "no blocks folder": lambda: shutil.rmtree(data_of(fleet, NODE) / "blocks")}
    with Load(fleet) as load:
        for what, damage in damages.items():
            one_damage(case, fleet, load, what, damage)
    check_chain(case, fleet, load)


def one_damage(case, fleet, load, what, damage):
    load.wait_for(BEFORE)
    restart_under_load(fleet, load)
    damage()
    follows(case, fleet, load, what)
    wait_until(lambda: fleet.status(NODE)["may_sign"], f"{what}: it votes on", 30)
    case.note(f"{what}: {warnings(fleet, NODE)[:1]}")


def damaged_state_rebuilt(case):
    """Every kind of file of the state, damaged or gone: set aside and computed again from the log."""
    fleet = Fleet(case).up()

    def state(pattern):
        return max((data_of(fleet, NODE) / "state").glob(pattern), key=lambda p: p.stat().st_size)
    damages = {"a bit flipped in LevelDB's log": lambda: flip(state("*.log"), 0.3),
               "LevelDB's log cut": lambda: cut(state("*.log"), 0.4),
               "LevelDB's log gone": lambda: state("*.log").unlink(),
               "CURRENT gone": lambda: state("CURRENT").unlink(),
               "a bit flipped in the manifest": lambda: flip(state("MANIFEST-*"), 0.5),
               "no state": lambda: shutil.rmtree(data_of(fleet, NODE) / "state")}
    with Load(fleet) as load:
        for what, damage in damages.items():
            one_damage(case, fleet, load, what, damage)
        damaged_table(case, fleet, load, lambda: flip(state("*.ldb"), 0.5))
    check_chain(case, fleet, load)


def damaged_table(case, fleet, load, damage):
    """A table is read when LevelDB compacts or somebody asks: the node may live with the damage for some starts. When it is read the
    node ends and says so, and the start after that computes the state again."""
    restart_under_load(fleet, load)
    damage()
    endings = []
    for starts in range(1, TABLE_STARTS + 1):
        fleet.processes[NODE].start()
        wait_until(lambda: not fleet.processes[NODE].running or fleet.is_live(NODE), "up or ended", 60)
        if not fleet.processes[NODE].running:
            endings.append((fleet.processes[NODE].wait_end(1), fleet.processes[NODE].said().strip()[-200:]))
            continue
        load.wait_for(BEFORE)
        if any("set aside" in line for line in warnings(fleet, NODE)):
            break
        fleet.kill(NODE)
    case.check(all(code == EXIT_OTHER and "Corruption" in said for code, said in endings), f"it ended clearly: {endings}")
    case.check(fleet.processes[NODE].running, f"a bit flipped in a table: rebuilt within {TABLE_STARTS} starts")
    fleet.wait_height(NODE, max(fleet.heights().values()))
    case.note(f"a bit flipped in a table: noticed and rebuilt at start {starts}; it ended {len(endings)} times before: {endings[:1]}")


def restart_under_load(fleet, load):
    """LevelDB makes a table of its log at a start. Leaves the node killed."""
    fleet.kill(NODE)
    fleet.start([NODE])
    load.wait_for(BEFORE)
    fleet.kill(NODE)
