"""How flat a picture is, which tells screens and drawings from photographs."""

BLOCK = 8
"""Pixels of a side."""
BLOCKS_LOOKED_AT = 3000
"""Spread evenly over the picture: more would not change the second digit."""
FLAT = 1
"""Steps of brightness that a flat block varies by, at most."""
BLACK = 28
"""Brightness up to which a block says nothing: bars, fades, a dark room."""
LEAST_LIT = 0.05
"""Of the blocks: with less light than this nothing is told."""


def flat_share(grey: bytes, line: int, width: int, height: int) -> float:
    """Of the blocks that are not black, those that hardly vary.

    `grey` has a byte a pixel, `line` bytes a line. Films and pictures of cameras have 0 to 0.4,
    screens and drawings 0.5 and more.
    """
    across, down = width // BLOCK, height // BLOCK
    blocks = range(0, across * down, max(1, across * down // BLOCKS_LOOKED_AT))
    lit = flat = 0
    for block in blocks:
        row, column = divmod(block, across)
        corner = row * BLOCK * line + column * BLOCK
        rows = range(corner, corner + BLOCK * line, line)
        seen = b"".join([grey[at : at + BLOCK] for at in rows])
        if (brightest := max(seen)) > BLACK:
            lit += 1
            flat += brightest - min(seen) <= FLAT
    return flat / lit if lit > LEAST_LIT * len(blocks) else 0.0
