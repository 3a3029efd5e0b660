#!/usr/bin/env python3
"""The demo behind demo.sh: a consortium, a month of courier work, insurance, a payday with its payout file, a credit
disclosure, a payslip and a proof. See demo.sh --help."""

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import welfare  # noqa: E402
from couriers import Couriers  # noqa: E402
from month import PAYDAY, START, Month  # noqa: E402
from xhnet.consortium import VALIDATORS, Consortium  # noqa: E402
from xhnet.network import free_base_port, ports_are_free  # noqa: E402
from xhnet.programs import ROOT, Failure, Programs  # noqa: E402
from xhnet.wallet import verify  # noqa: E402

FOLDER = ROOT / "run" / "demo"
BASE_PORT = 26656  # node i: p2p at base + 10 i, API one above
EMPLOYERS = ("E1", "E2")
STARTED = time.monotonic()


def say(text):
    print(f"[{time.monotonic() - STARTED:6.1f} s] {text}", file=sys.stderr, flush=True)


def start(programs, chain_id, time_of_genesis):
    consortium = Consortium(programs, FOLDER)
    consortium.destroy()  # what the last demo left, if anything
    FOLDER.mkdir(parents=True)
    base = BASE_PORT if ports_are_free(BASE_PORT, VALIDATORS) else free_base_port(VALIDATORS)
    pages = ROOT / "explorer" / "dist"
    options = ["--explorer-dir", str(pages)] if (pages / "index.html").exists() else []
    consortium.create(chain_id, time_of_genesis, EMPLOYERS, base, options)
    say(f"{VALIDATORS} validators run: union, E1, E2, bank; APIs at {', '.join(consortium.network.apis())}")
    return consortium


def show_payslip(consortium, agreement, worker):
    wallet = consortium.wallet
    print(wallet.run("--as", worker, "payroll", "payslip", "--agreement", agreement, "--number", "0").stdout)
    print(wallet.run("--as", worker, "payroll", "explain", "--agreement", agreement, "--number", "0").stdout, flush=True)


def prove(consortium, agreement, worker):
    """The payslip as a fact in a file, checked by another process that knows the genesis and no node."""
    fact = FOLDER / "payslip-fact.json"
    fact.unlink(missing_ok=True)
    consortium.wallet.run("--as", worker, "payroll", "payslip", "--agreement", agreement, "--number", "0", "--save", str(fact))
    verified = verify(consortium.programs, consortium.network.genesis, fact)
    print(f"proof: {fact}\nverified with the genesis alone, no node asked: block {verified['height']}, final by the "
          f"signatures of {', '.join(verified['signers'])}\ncheck it yourself: {consortium.programs.xinghuo} "
          f"--genesis {consortium.network.genesis} light verify {fact}", flush=True)


def month(programs, _):
    consortium = start(programs, "xinghuo-demo", START)
    run = Month(consortium, ROOT / "demo" / "data" / "shifts.csv", say)
    run.prepare()
    run.look_after(FOLDER)
    run.feed()
    agreement, worker = run.pay()
    welfare.pay_out(consortium.wallet, FOLDER, PAYDAY, say)
    welfare.disclose(consortium.wallet, consortium.network, worker, FOLDER, say)
    return consortium, agreement, worker


def real_shifts(programs, data):
    consortium = start(programs, "xinghuo-demo-couriers", Couriers.GENESIS_TIME)
    run = Couriers(consortium, Path(data) / "courier_shifts.csv", say)
    run.prepare()
    run.feed()
    run.accept_flagged()
    run.pay_last()
    return consortium, *run.busiest()


def finish(consortium):
    say("done; the network keeps running")
    running = [f"http://{n['api']}" for n in consortium.network.status() if n["running"]]
    api, others = running[0], running[1:]
    pages = (ROOT / "explorer" / "dist" / "index.html").exists()
    print(f"explorer: {api + '/' if pages else 'not built (no explorer/dist)'}\nAPI:      {api}/v1/status (and the other "
          f"validators: {', '.join(others)})\nwallet:   {consortium.programs.xinghuo} --home "
          f"{consortium.wallet.home} --as union query status\nstop:     ./demo.sh --stop", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", help="folder with courier_shifts.csv: feeds those real shifts instead of the sample")
    parser.add_argument("--stop", action="store_true", help="stops the demo's network")
    options = parser.parse_args()
    programs = Programs()
    if options.stop:
        Consortium(programs, FOLDER).network.stop()
        print("the demo's network is stopped")
        return
    consortium, agreement, worker = (real_shifts if options.data else month)(programs, options.data)
    show_payslip(consortium, agreement, worker)
    prove(consortium, agreement, worker)
    finish(consortium)


if __name__ == "__main__":
    try:
        main()
    except Failure as failure:
        print(f"demo: {failure}", file=sys.stderr)
        sys.exit(1)
