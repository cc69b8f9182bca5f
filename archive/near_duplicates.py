"""Texts in, signatures out; signatures in, pairs of nearly equal texts out (minhash over word runs)."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["BANDS", "SIGNATURE_SIZE", "candidate_pairs", "nearly_equal_pairs", "part_of", "signature", "similarity"]

SIGNATURE_SIZE = 64
"""Numbers in a signature: an estimate of similarity is off by about 1 / sqrt(64)."""
_RUN = 4
_FEWEST_WORDS = 20
BANDS = 16
_PRIME = (1 << 31) - 1
_WORD = re.compile(r"\w+")

# Fixed, so that signatures of all machines and years can be compared.
_FACTORS = [(2654435761 * (n + 1)) % (_PRIME - 1) + 1 for n in range(SIGNATURE_SIZE)]
_SHIFTS = [(2246822519 * (n + 7)) % _PRIME for n in range(SIGNATURE_SIZE)]

# A remainder k of the prime is looked at as the fraction k / prime of 64 bits: factors and shifts as such fractions, a
# product's whole part falls off by itself, and the least fraction is that of the least remainder. Fractions lie 2**33
# apart and each is too small by less than 2**31 + 2, as they are rounded down; with 3 * 2**31 + 2 more it is too large
# by more than 2**32 and less than 2**33, so that its upper half alone tells the remainder.
_FACTOR_FRACTIONS = np.array([[(factor << 64) // _PRIME] for factor in _FACTORS], dtype=np.uint64)
_SHIFT_FRACTIONS = np.array([[(shift << 64) // _PRIME + (3 << 31) + 2] for shift in _SHIFTS], dtype=np.uint64)
_HALF = np.uint64(32)

_POWERS = [np.uint64(pow(1000003, n, _PRIME)) for n in range(_RUN)]


def signature(text: str) -> bytes | None:
    """64 numbers of 4 bytes that tell how much of their word runs two texts share; None below 20 words."""
    words = _words(text.casefold())
    if len(words) < _FEWEST_WORDS:
        return None
    numbers = np.fromiter(map(zlib.crc32, words), dtype=np.uint64, count=len(words)) % np.uint64(_PRIME)
    count = len(words) - _RUN + 1
    runs = numbers[:count] * _POWERS[_RUN - 1]
    for step in range(1, _RUN):
        runs += numbers[step : count + step] * _POWERS[_RUN - 1 - step]
    runs %= np.uint64(_PRIME)
    least = _least_fractions(runs[:_AT_ONCE])
    for start in range(_AT_ONCE, count, _AT_ONCE):
        np.minimum(least, _least_fractions(runs[start : start + _AT_ONCE]), out=least)
    return (((least >> _HALF) * np.uint64(_PRIME)) >> _HALF).astype("<u4").tobytes()


_AT_ONCE = 1024
"""Runs whose fractions fit into the cache next to the processor."""


def _least_fractions(runs: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """For each factor and shift, the least of the remainders of run * factor + shift, as a fraction of the prime."""
    fractions = _FACTOR_FRACTIONS * runs
    fractions += _SHIFT_FRACTIONS
    least: NDArray[np.uint64] = fractions.min(axis=1)
    return least


_ASCII = bytes(range(128))
_SPACED = bytes(byte if byte >= 128 or _WORD.fullmatch(chr(byte)) else 32 for byte in range(256))
"""Every byte, but a space for ASCII that is in no word."""
_MANY_MARKS = 50


def _words(text: str) -> list[bytes]:
    r"""What \w+ finds, in UTF-8.

    >>> b" ".join(_words("“naïve”, he said")).decode()
    'naïve he said'
    """
    data = text.encode("utf-8", "surrogatepass")
    if not text.isascii():
        marks = [
            mark for mark in set(data.translate(None, _ASCII).decode("utf-8", "surrogatepass")) if not mark.isalnum()
        ]
        if len(marks) > _MANY_MARKS:  # each costs a pass over the text
            return [word.encode("utf-8", "surrogatepass") for word in _WORD.findall(text)]
        for mark in marks:
            data = data.replace(mark.encode("utf-8", "surrogatepass"), b" ")
    return data.translate(_SPACED).split()


def similarity(one: bytes, other: bytes) -> float:
    """Estimated share of word runs that two texts have in common, 0 to 1."""
    return float(np.mean(np.frombuffer(one, "<u4") == np.frombuffer(other, "<u4")))


def nearly_equal_pairs(
    signatures: Sequence[tuple[int, bytes]], *, at_least: float = 0.8
) -> Iterator[tuple[int, int, float]]:
    """(number, number, similarity) of each pair that is nearly equal, smaller place in the sequence first."""
    for a, b in candidate_pairs(lambda band: [data[part_of(band)] for _, data in signatures]):
        alike = similarity(signatures[a][1], signatures[b][1])
        if alike >= at_least:
            yield signatures[a][0], signatures[b][0], alike


def part_of(band: int) -> slice:
    """The bytes of a signature that are its band of that number, of 16."""
    width = 4 * SIGNATURE_SIZE // BANDS
    return slice(band * width, (band + 1) * width)


def candidate_pairs(parts: Callable[[int], Iterable[bytes]], *, largest_group: int = 200) -> list[tuple[int, int]]:
    """Places of signatures that share a band, smaller first, in order: at 0.8 a pair is missed once in a few thousand.

    `parts` gives the band of that number of every signature, in the order of their places. One band at a time is in
    memory: of a million signatures these are 16 MB and not 256.
    """
    seen: set[tuple[int, int]] = set()
    for band in range(BANDS):
        values = np.frombuffer(b"".join(parts(band)), "<u8").reshape(-1, 2)
        order = np.lexsort((values[:, 1], values[:, 0]))  # stable: within a group places ascend
        placed = values[order]
        is_new = np.any(placed[1:] != placed[:-1], axis=1) if len(placed) else np.zeros(0, dtype=bool)
        borders = np.concatenate(([0], np.flatnonzero(is_new) + 1, [len(placed)]))
        for number in np.flatnonzero(np.diff(borders) > 1):
            members = order[borders[number] : borders[number + 1]].tolist()
            # A group of thousands is a template's empty page: each is compared with the first alone.
            for n, one in enumerate(members if len(members) <= largest_group else members[:1]):
                seen.update((one, other) for other in members[n + 1 :])
    return sorted(seen)
