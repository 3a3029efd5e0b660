"""A consortium as the demo and the tests use it: union, employers and a bank, each with a wallet key and a validator."""

import shutil
import time
from pathlib import Path

from .network import Network
from .programs import Failure
from .wallet import Wallet

VALIDATORS = 4


class Consortium:
    """`folder` holds everything: net/ (the validators), wallet/ (the keys)."""

    def __init__(self, programs, folder):
        self.programs = programs
        self.folder = Path(folder)
        self.network = Network(programs, self.folder / "net")
        self.wallet = Wallet(programs, self.folder / "wallet")

    def create(self, chain_id, start, employers, base_port=None, options=()):
        """Keys, genesis, running validators. The first four of union, employers and bank operate one each."""
        members = [("union", "union"), *((name, "employer") for name in employers), ("bank", "bank")]
        if len(members) < VALIDATORS:
            raise Failure("a consortium needs a union, a bank and two employers at least")
        for name, _ in members:
            self.wallet.add(name)
        # The bank operates the last validator, however many employers there are.
        members.insert(VALIDATORS - 1, members.pop())
        texts = [f"{name}:{role}:{self.wallet.keys[name].public_key}" for name, role in members]
        self.network.create(chain_id, start, texts, VALIDATORS, base_port, options)
        self.network.up()
        self.wallet.connect(self.network.apis(), self.network.genesis)

    def destroy(self):
        self.network.destroy()
        shutil.rmtree(self.folder, ignore_errors=True)

    def wait_until(self, holds, what, limit_s=60):
        """Asks until `holds()` is true: for what the ledger does by itself, such as paydays."""
        deadline = time.monotonic() + limit_s
        while time.monotonic() < deadline:
            if holds():
                return
            time.sleep(0.05)
        raise Failure(f"waited {limit_s} s in vain: {what}")
