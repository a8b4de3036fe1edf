"""Films and pictures made to fit: our presets, a peer and the naive way, side by side."""
