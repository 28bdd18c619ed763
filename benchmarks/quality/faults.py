"""The faults of a camera's picture, done to good ones at three strengths: weak, middle, strong.

A picture is [Y, U, V], floats in television range (Y 16…235). Sizes are shares of the picture's width, so that a
strength means the same at every resolution.
"""

import numpy as np

STRENGTHS = ("weak", "middle", "strong")
LETTERS = {  # 5 × 7 dots
    "N": "10001 11001 10101 10011 10001 10001 10001", "O": "01110 10001 10001 10001 10001 10001 01110",
    "V": "10001 10001 10001 10001 10001 01010 00100", "I": "01110 00100 00100 00100 00100 00100 01110",
    "D": "11110 10001 10001 10001 10001 10001 11110", "E": "11111 10000 10000 11110 10000 10000 11111",
    "0": "01110 10011 10101 10101 11001 10001 01110", "1": "00100 01100 00100 00100 00100 00100 01110",
    "2": "01110 10001 00001 00110 01000 10000 11111", "3": "11110 00001 00001 01110 00001 00001 11110",
    "4": "00010 00110 01010 10010 11111 00010 00010", "5": "11111 10000 11110 00001 00001 10001 01110",
    "6": "01110 10000 11110 10001 10001 10001 01110", "7": "11111 00001 00010 00100 01000 01000 01000",
    "8": "01110 10001 10001 01110 10001 10001 01110", "9": "01110 10001 10001 01111 00001 00001 01110",
    ":": "00000 00100 00000 00000 00000 00100 00000", " ": "00000 " * 7,
    "-": "00000 00000 00000 01110 00000 00000 00000",
}


def write(y, text, left, top, dot, value):
    """Draws `text` with dots of `dot` pixels."""
    for letter in text:
        for row, bits in enumerate(LETTERS[letter].split()):
            for column, bit in enumerate(bits):
                if bit == "1":
                    y[top + row * dot:top + (row + 1) * dot, left + column * dot:left + (column + 1) * dot] = value
        left += 6 * dot


def clock(picture, second):
    """A running clock at the top left, as a recorder writes it."""
    y = picture[0].copy()
    dot = max(y.shape[1] // 640, 1)
    write(y, f"2026-01-01 00:{second // 60 % 60:02d}:{second % 60:02d}", 8 * dot, 8 * dot, dot, 225)
    return [y, picture[1], picture[2]]


def noisy(picture, sigma, random, chroma=0.0):
    """`picture` with the noise of a sensor."""
    def with_noise(plane, sigma):
        return plane + np.float32(sigma) * random.standard_normal(plane.shape, np.float32) if sigma else plane

    return [with_noise(picture[0], sigma), with_noise(picture[1], chroma), with_noise(picture[2], chroma)]


def gaussian(plane, sigma):
    """`plane` blurred, its edges repeated."""
    pad = int(4 * sigma) + 1
    wide = np.pad(plane, pad, mode="edge")
    fy, fx = np.fft.fftfreq(wide.shape[0])[:, None], np.fft.rfftfreq(wide.shape[1])[None, :]
    kernel = np.exp(-2 * (np.pi * sigma) ** 2 * (fx ** 2 + fy ** 2))
    return np.fft.irfft2(np.fft.rfft2(wide) * kernel, wide.shape)[pad:-pad, pad:-pad]


class Faults:
    """Makes the faults of one source; `random` decides direction, colour and period."""

    def __init__(self, random):
        self.random = random
        self.angle = random.choice([0, 0, 0, 90, 30, 60])
        self.period = random.uniform(0.012, 0.05)
        self.phase = random.uniform(0, 6.28)
        self.hue = random.uniform(0, 2 * np.pi)
        self.side = random.integers(4)
        self.card = random.integers(3)
        self.grey = random.uniform(55, 110)

    def apply(self, name, level, frames):
        """The frames of a visit, each changed by fault `name` at strength `level` 0…2."""
        return [getattr(self, name)(frame, level, index) for index, frame in enumerate(frames)]

    def black(self, picture, level, index):
        y, u, v = picture
        rest = np.full_like(y, (21.0, 17.0, 16.0)[level])
        return noisy([rest, u * 0 + 128, v * 0 + 128], (1.2, 0.6, 0)[level], self.random)

    def slate(self, picture, level, index):
        y, u, v = picture
        ground = ((16, 128, 128), (41, 200, 110), (110, 128, 128))[self.card]
        card = np.full_like(y, ground[0])
        if level == 0:  # a shaded ground
            card += np.linspace(0, 40, y.shape[0])[:, None]
        dot = max(int(y.shape[1] * (0.004, 0.006, 0.01)[level]), 1)
        write(card, "NO VIDEO", (y.shape[1] - 48 * dot) // 2, (y.shape[0] - 7 * dot) // 2, dot, 210)
        return [card, u * 0 + ground[1], v * 0 + ground[2]]

    def covered(self, picture, level, index):
        y, u, v = picture
        share = (0.75, 0.92, 1.0)[level]
        rows, columns = np.mgrid[0:1:y.shape[0] * 1j, 0:1:y.shape[1] * 1j]
        along = (columns, 1 - columns, rows, 1 - rows)[self.side]
        mask = np.clip((share - along) / 0.05 + 0.5, 0, 1) if level < 2 else np.ones_like(y)
        hand = self.grey + 25 * np.sin(2 * rows + self.phase) + 15 * columns
        small = mask[::2, ::2][:u.shape[0], :u.shape[1]]
        return noisy([y + (hand - y) * mask, u + (122 - u) * small, v + (134 - v) * small], 1.2, self.random)

    def blurred(self, picture, level, index):
        sigma = (0.0025, 0.006, 0.012)[level] * picture[0].shape[1]
        y, u, v = (gaussian(p, s) for p, s in zip(picture, (sigma, sigma / 2, sigma / 2)))
        return noisy([y, u, v], 1.0, self.random)

    def dark(self, picture, level, index):
        y, u, v = picture
        share = min((24.0, 17.0, 11.0)[level] / 255 * 219 / max(y.mean() - 16, 1), (0.7, 0.45, 0.22)[level])
        return noisy([16 + (y - 16) * share, 128 + (u - 128) * share, 128 + (v - 128) * share], 0.8, self.random)

    def bright(self, picture, level, index):
        y, u, v = picture
        goal, low, high = (225.0, 236.0, 248.0)[level] / 255 * 219 + 16, 1.0, 60.0
        for _ in range(20):
            gain = (low * high) ** 0.5
            over = np.clip(16 + (y + 8 - 16) * gain, 16, 235)
            low, high = (gain, high) if over.mean() < goal else (low, gain)
        fade = np.clip((235 - over) / 60, 0, 1)[::2, ::2][:u.shape[0], :u.shape[1]]
        return noisy([over, 128 + (u - 128) * fade, 128 + (v - 128) * fade], 0.8, self.random)

    def lowContrast(self, picture, level, index):
        y, u, v = picture
        deviation = max(y.std() / 219 * 255, 1)
        share = min((20.0, 13.0, 8.0)[level] / deviation, 1)
        return noisy([125 + (y - y.mean()) * share, 128 + (u - 128) * share, 128 + (v - 128) * share], 0.6, self.random)

    def colourCast(self, picture, level, index):
        y, u, v = picture
        shift = (12, 28, 45)[level]
        return [y, u + shift * np.cos(self.hue), v + shift * np.sin(self.hue)]

    def noise(self, picture, level, index):
        sigma = (15, 30, 60)[level]
        return noisy(picture, sigma, self.random, chroma=sigma / 3)

    def stripes(self, picture, level, index):
        y, u, v = picture
        rows, columns = np.mgrid[0:y.shape[0], 0:y.shape[1]]
        turn = np.deg2rad(self.angle)
        along = rows * np.cos(turn) + columns * np.sin(turn)
        wave = (6, 14, 28)[level] * np.sin(2 * np.pi * along / (self.period * y.shape[1]) + self.phase + 0.9 * index)
        return noisy([y + wave, u, v], 0.5, self.random)

    def shake(self, picture, level, index):
        reach = (0.0025, 0.006, 0.012)[level] * picture[0].shape[1]
        dx, dy = reach * np.sin(2.3 * index + self.phase), reach * 0.7 * np.cos(1.9 * index)
        return shifted(picture, dx, dy)

    def moved(self, picture, level, index):
        reach = (0.035, 0.05, 0.08)[level] * picture[0].shape[1]
        return shifted(picture, reach * np.cos(self.hue), reach * np.sin(self.hue))

    def frozen(self, picture, level, index):
        return picture


def shifted(picture, dx, dy):
    """`picture` moved by whole chroma samples, its edges repeated."""
    dx, dy = 2 * round(dx / 2), 2 * round(dy / 2)
    planes = []
    for plane, scale in zip(picture, (1, 2, 2)):
        x, y = dx // scale, dy // scale
        pad = max(abs(x), abs(y), 1)
        wide = np.pad(plane, pad, mode="edge")
        planes.append(wide[pad - y:pad - y + plane.shape[0], pad - x:pad - x + plane.shape[1]])
    return planes
