"""The checker of the other cases notices what it is there for."""

from types import SimpleNamespace

from tools.case import Case
from tools.checker import check_chain
from tools.fleet import DEPOSIT_FEN, Fleet
from tools.load import Load


def checker_notices_what_is_wrong(case):
    fleet = Fleet(case).up()
    with Load(fleet) as load:
        load.wait_for(20)
    check_chain(case, fleet, load)
    real = dict(load.acknowledged)
    some, (height, index) = next(iter(real.items()))
    for what, lie in (("a lost transaction", {**real, "ab" * 32: (1, 0)}),
                      ("a transaction at another place", {**real, some: (height, index + 1)}),
                      ("nothing acknowledged", {})):
        case.check(complaints(case, fleet, load, lie), f"the checker says nothing about {what}")
    case.check(complaints(case, fleet, load, real, deposit=DEPOSIT_FEN + 1), "the checker says nothing about a fen that is missing")


def complaints(case, fleet, load, acknowledged, deposit=DEPOSIT_FEN):
    """What the checker finds when the clients were told this."""
    trial = Case(case.programs, case.folder)
    trial.note = lambda text: None
    told = SimpleNamespace(acknowledged=acknowledged, sent=load.sent | set(acknowledged), refused=[], count=len(acknowledged),
                           summary=lambda: "")
    check_chain(trial, fleet, told, deposit=deposit)
    return trial.failures
