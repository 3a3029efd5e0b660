"""Validators of different builds in one network: same blocks, same roots."""

from tools.builds import builds
from tools.case import Skipped
from tools.checker import check_chain
from tools.fleet import Fleet
from tools.load import Load

COUNT, COUNT_QUICK = 200, 40


def mixed_builds(case):
    fleet = Fleet(case)
    found = list(builds(case).items())
    if len(found) < 2:
        raise Skipped(f"only one build of these sources is here: {case.programs.build}")
    for node in fleet.nodes:
        fleet.processes[node].binary = str(found[node % len(found)][1])
    case.note("nodes 0 to 3: " + ", ".join(found[n % len(found)][0] for n in fleet.nodes))
    fleet.up()
    with Load(fleet) as load:
        load.wait_for(COUNT_QUICK if case.quick else COUNT)
        fleet.kill(0)
        load.wait_for(20)
        fleet.start([0])
        load.wait_for(20)
    check_chain(case, fleet, load)
