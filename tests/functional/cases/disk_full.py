"""A node's disk is full: it ends and says so, the others go on; with room again it starts and catches up."""

import shutil
import subprocess

from tools import config_file
from tools.case import Skipped
from tools.checker import check_chain
from tools.fleet import Fleet
from tools.load import Load

NODE = 3
EXIT_OTHER = 1
DISK_MIB = 64
LEFT_KIB = 700  # room that the filler leaves: for some blocks and no more
END_LIMIT_S = 120
BLOCK_BYTES = 4096
MORE = 60


class SmallDisk:
    """A tmpfs that holds a node's data folder."""

    def __init__(self, case, fleet, node):
        self.place = case.folder / f"disk-of-{node}"
        self.place.mkdir()
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_MIB}m,mode=0700", "xinghuo-test", str(self.place)],
                              capture_output=True, text=True)
        if done.returncode != 0:
            raise Skipped(f"a tmpfs cannot be mounted here: {done.stderr.strip()}")
        self._process = fleet.processes[node]
        case.own(self)
        shutil.copytree(fleet.home(node) / "data", self.place / "data")
        config_file.change(fleet.home(node), files={"data": str(self.place / "data")})

    def free_bytes(self):
        return shutil.disk_usage(self.place).free

    def fill(self, left_bytes):
        with open(self.place / "filler", "ab") as file:
            while self.free_bytes() > left_bytes + BLOCK_BYTES:
                file.write(bytes(min(1 << 20, self.free_bytes() - left_bytes)))
                file.flush()

    def free(self):
        (self.place / "filler").unlink()

    def destroy(self):
        self._process.kill()
        subprocess.run(["umount", str(self.place)], check=False, capture_output=True)


def disk_full(case):
    fleet = Fleet(case)
    disk = SmallDisk(case, fleet, NODE)
    fleet.up()
    with Load(fleet) as load:
        load.wait_for(10)
        disk.fill(LEFT_KIB * 1024)
        case.note(f"{disk.free_bytes() >> 10} KiB are left on node {NODE}'s disk")
        check_end(case, fleet, disk)
        load.wait_for(MORE)
        case.check(True, "the others go on")
        start_on_full_disk(case, fleet)
        disk.free()
        fleet.start([NODE])
        height = max(fleet.heights().values())
        took = fleet.wait_height(NODE, height)
        case.note(f"with room again: at height {height} {took:.1f} s after its start")
    check_chain(case, fleet, load)


def check_end(case, fleet, disk):
    code = fleet.processes[NODE].wait_end(END_LIMIT_S)
    said = fleet.processes[NODE].said()
    case.check(code == EXIT_OTHER, f"exit {code} instead of {EXIT_OTHER}: {said[-500:]}")
    case.check("No space left on device" in said, f"the message names the disk: {said[-500:]}")
    case.note(f"ended with {disk.free_bytes() >> 10} KiB free: {said.strip().splitlines()[0].split(' ', 2)[-1][:200]}")


def start_on_full_disk(case, fleet):
    """Without room it ends again, as clearly, or waits: it must not come up and lie."""
    fleet.processes[NODE].start()
    code = fleet.processes[NODE].wait_end(END_LIMIT_S)
    said = fleet.processes[NODE].said()
    case.check(code == EXIT_OTHER and "No space left on device" in said, f"started on the full disk: exit {code}: {said[-500:]}")
