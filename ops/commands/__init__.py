"""One module per command of ops/bootstrap.py; each is started with `python -m`."""
