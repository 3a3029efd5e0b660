"""Seven and ten validators: f may die, f + 1 stop finality and fork nothing, and it goes on when one is back."""

from tools.checker import check_chain
from tools.fleet import Fleet
from tools.load import Load
from tools.settling import settled_height
from tools.waiting import stays

STILL_S = 6
PER_PHASE = 60


def seven_validators(case):
    killed_one_by_one(case, 7)


def ten_validators(case):
    killed_one_by_one(case, 10)


def killed_one_by_one(case, size):
    fleet = Fleet(case, validators=size).up()
    f, asked = fleet.may_fail, 0
    case.note(f"{size} validators, quorum {fleet.quorum}, f = {f}")
    with Load(fleet) as load:
        took = load.wait_for(PER_PHASE)
        case.note(f"all: {PER_PHASE} acknowledged in {took:.1f} s")
        victims = list(fleet.nodes)[-f:]
        fleet.kill(*victims)
        took = load.wait_for(PER_PHASE)
        case.check(True, f"without {victims} finality goes on")
        case.note(f"without {victims}: {PER_PHASE} acknowledged in {took:.1f} s")
        one_more = size - f - 1
        fleet.kill(one_more)
        height = settled_height(fleet, asked)
        case.check(stays(lambda: fleet.height(asked) == height, STILL_S), f"without {f + 1} nothing becomes final")
        fleet.start([one_more])
        took = fleet.wait_height(asked, height + 1)
        load.wait_for(PER_PHASE)
        case.note(f"without {f + 1}: no block in {STILL_S} s; with one back the next {took:.1f} s later")
        fleet.start(victims)
        load.wait_for(PER_PHASE)
    check_chain(case, fleet, load)
