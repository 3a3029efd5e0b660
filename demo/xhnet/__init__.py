"""A Xinghuo network of real processes, driven from Python through the real programs.

Used by demo.sh and by the acceptance and functional tests. Standard library only.
  programs.py   where the built programs are; running them
  network.py    validators as processes: make, start, kill, move the ledger's clock
  wallet.py     keys and transactions through `xinghuo`: batches, signed reads, facts checked by the light client
  payroll.py    members, deposits, agreements and daily work on top of a wallet
  bank.py       payout files and the bank's answers
  records.py    reads a state record's bytes out of a verified fact, independently of the C++ codec (fields: schemas.py)
  reader.py     signed API requests without `xinghuo`: a second implementation, for those who check what was written
"""
