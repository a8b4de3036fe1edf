"""Pictures for the sample site, in which a person sees at once whether they came out well."""

import itertools
import random
from typing import TypeAlias

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Colour: TypeAlias = tuple[int, int, int]
Size: TypeAlias = tuple[int, int]

MOODS: tuple[tuple[str, Colour, Colour, Colour], ...] = (
    ("Dawn over the lake", (52, 73, 120), (255, 190, 140), (24, 32, 58)),
    ("Noon in the hills", (64, 140, 214), (222, 240, 250), (22, 66, 58)),
    ("Evening fire", (88, 32, 84), (255, 140, 66), (34, 12, 34)),
    ("Blue hour", (12, 24, 66), (104, 142, 206), (6, 10, 30)),
    ("Sandstorm", (168, 120, 72), (244, 214, 160), (82, 46, 26)),
    ("Northern morning", (24, 82, 92), (196, 232, 206), (8, 38, 44)),
)
"""What it is called, the colours of sky, horizon and nearest ridge."""

RIDGES = 6
SKY = 0.6
"""Share of the height at which the horizon's colour is reached."""


def landscape(mood: int, size: Size) -> Image.Image:
    """Mountains, haze, a sun and film grain; only the grain differs from time to time."""
    _, sky, horizon, near = MOODS[mood % len(MOODS)]
    chance = random.Random(mood)  # noqa: S311 - a picture, no secret
    width, height = size
    picture = _gradient(size, sky, horizon)
    picture = ImageChops.screen(picture, _sun(chance, size, horizon))
    draw = ImageDraw.Draw(picture)
    for ridge in range(RIDGES):
        nearness = ridge / (RIDGES - 1)
        base = height * (0.5 + 0.42 * nearness)
        line = _ridge(chance, width, base, rough=height * (0.16 - 0.08 * nearness))
        draw.polygon([(0, height), *line, (width, height)], fill=_mix(horizon, near, nearness))
    return _grained(picture.filter(ImageFilter.GaussianBlur(max(1, width // 1600))))


def _gradient(size: Size, top: Colour, bottom: Colour) -> Image.Image:
    ramp = Image.new("L", size, 255)
    ramp.paste(Image.linear_gradient("L").resize((size[0], round(SKY * size[1]))))
    return Image.composite(Image.new("RGB", size, bottom), Image.new("RGB", size, top), ramp)


def _sun(chance: random.Random, size: Size, colour: Colour) -> Image.Image:
    width, height = size
    light = Image.new("RGB", size)
    x, y, radius = chance.uniform(0.2, 0.8) * width, 0.42 * height, 0.05 * height
    disc = (x - radius, y - radius, x + radius, y + radius)
    ImageDraw.Draw(light).ellipse(disc, fill=_mix(colour, (255, 255, 255), 0.7))
    glow = light.reduce(8).filter(ImageFilter.GaussianBlur(height / 60)).resize(size)
    return ImageChops.screen(light, ImageChops.add(glow, glow))


def _ridge(
    chance: random.Random, width: int, base: float, rough: float
) -> list[tuple[float, float]]:
    """A line of mountains, by midpoint displacement."""
    heights = [0.0, 0.0]
    while len(heights) < 513:
        between = [
            (left + right) / 2 + chance.uniform(-rough, rough)
            for left, right in itertools.pairwise(heights)
        ]
        heights = [at for pair in zip(heights, between, strict=False) for at in pair] + heights[-1:]
        rough *= 0.55
    step = width / (len(heights) - 1)
    return [(at * step, base - height) for at, height in enumerate(heights)]


def _grained(picture: Image.Image) -> Image.Image:
    grain = Image.effect_noise((512, 512), 14).convert("RGB")
    tiled = Image.new("RGB", picture.size)
    for x in range(0, picture.width, 512):
        for y in range(0, picture.height, 512):
            tiled.paste(grain, (x, y))
    return ImageChops.overlay(picture, tiled)


def _mix(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue
