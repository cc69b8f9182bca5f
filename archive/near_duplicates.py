"""Texts in, signatures out; signatures in, pairs of nearly equal texts out (minhash over word runs)."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

__all__ = ["BANDS", "SIGNATURE_SIZE", "candidate_pairs", "nearly_equal_pairs", "part_of", "signature", "similarity"]

SIGNATURE_SIZE = 64
"""Numbers in a signature: an estimate of similarity is off by about 1 / sqrt(64)."""
_RUN = 4
_FEWEST_WORDS = 20
BANDS = 16
_BITS = np.uint64(31)
_PRIME = np.uint64((1 << 31) - 1)
_PRIME_SHORT = np.uint32(_PRIME)
_WORD = re.compile(r"\w+")

# Fixed, so that signatures of all machines and years can be compared.
_FACTORS = np.array([(2654435761 * (n + 1)) % ((1 << 31) - 2) + 1 for n in range(SIGNATURE_SIZE)], dtype=np.uint64)
_SHIFTS = np.array([(2246822519 * (n + 7)) % ((1 << 31) - 1) for n in range(SIGNATURE_SIZE)], dtype=np.uint64)


def signature(text: str) -> bytes | None:
    """64 numbers of 4 bytes that tell how much of their word runs two texts share; None below 20 words."""
    words = _WORD.findall(text.casefold())
    if len(words) < _FEWEST_WORDS:
        return None
    hashes = np.array(list(map(_number, words)), dtype=np.uint64)
    runs = hashes[: len(words) - _RUN + 1].copy()
    for step in range(1, _RUN):
        runs = (runs * np.uint64(1000003) + hashes[step : len(words) - _RUN + 1 + step]) % _PRIME
    least = np.full(SIGNATURE_SIZE, _PRIME, dtype=np.uint32)
    for start in range(0, len(runs), 256):  # what fits into the cache next to the processor
        np.minimum(least, _remainders(runs[start : start + 256]).min(axis=1), out=least)
    return least.astype("<u4").tobytes()


@lru_cache(maxsize=50_000)
def _number(word: str) -> int:
    """A number for a word; most words of a text are a few thousand that all texts have."""
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))


def _remainders(runs: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """Each run times each factor plus its shift, modulo the prime: of 2**31 - 1 the bits above 31 are added below.

    Runs are below the prime, so the sum is below 2**32, and holds the prime once or twice at most.
    """
    values = _FACTORS[:, None] * runs
    values += _SHIFTS[:, None]
    above = values >> _BITS
    values &= _PRIME
    values += above
    found: NDArray[np.uint32] = values.astype(np.uint32)
    for _ in range(2):
        np.minimum(found, found - _PRIME_SHORT, out=found)  # a difference below zero wraps around to a large number
    return found


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
