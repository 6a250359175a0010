"""Seats and waiting in words: where somebody stands, and why."""
