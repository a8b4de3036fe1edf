"""Untrusted work in a child process: limits, time, kill, lines both ways."""
