"""Does the simulator satisfy the real extractors? One process an engine for many links."""
