"""A case is a function of one argument, tools.case.Case. run.py lists them."""
