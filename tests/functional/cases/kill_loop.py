"""kill -9 of every node in turn and of all at once, again and again, under load."""

import random

from tools.checker import check_chain
from tools.fleet import Fleet
from tools.load import Load

SEED = 20261120
ROUNDS_QUICK, ROUNDS = 4, 30  # two of five rounds kill all
PER_ROUND = 12


def kill_loop(case):
    fleet = Fleet(case).up()
    draw = random.Random(SEED)
    rounds = ROUNDS_QUICK if case.quick else ROUNDS
    case.note(f"{rounds} rounds, seed {SEED}")
    with Load(fleet) as load:
        for number in range(rounds):
            load.wait_for(draw.randint(1, PER_ROUND))
            if number % 5 in (2, 4) or number == rounds - 1:
                kill_all(case, fleet, load, number)
            else:
                kill_one(case, fleet, load, number, number % len(fleet.nodes))
        load.wait_for(PER_ROUND)
    check_chain(case, fleet, load)


def kill_one(case, fleet, load, number, victim):
    fleet.kill(victim)
    took = load.wait_for(PER_ROUND)
    fleet.start([victim])
    height = max(fleet.heights().values())
    caught_up = fleet.wait_height(victim, height)
    case.note(f"round {number}: node {victim} killed; {PER_ROUND} more acknowledged in {took:.1f} s; "
              f"back at height {height} in {caught_up:.1f} s")


def kill_all(case, fleet, load, number):
    acknowledged = load.count
    fleet.kill(*fleet.nodes)
    fleet.start()
    took = load.wait_for(1)
    case.note(f"round {number}: all killed with {acknowledged} acknowledged; final again {took:.1f} s after all answered")
