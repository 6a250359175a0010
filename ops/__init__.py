"""The running gear: embedded servers, the commands behind the Makefile, and assets."""
