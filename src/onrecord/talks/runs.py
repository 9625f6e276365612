"""Long sequences that change a little and are kept: a value of one shares its pages with the next.

To copy 100,000 references means to touch 100,000 objects, which takes milliseconds. A ``Run`` is a
sequence in pages; what adds to it makes one page anew and lets the others be.

>>> growing = Growing([1, 2, 3])
>>> before = growing.run()
>>> growing.append(4)
>>> growing.put(0, 9)
>>> list(before), growing.run() == (9, 2, 3, 4)
([1, 2, 3], True)
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")
PAGE = 256
"""Values of a page; up to twice as many where values were put between others."""


class Run(Sequence[T]):
    """A sequence that never changes, in pages. Equal to any sequence of the same values."""

    __slots__ = ("_pages", "_starts")

    def __init__(self, pages: tuple[tuple[T, ...], ...]) -> None:
        self._pages = pages
        self._starts: list[int] | None = None

    def __len__(self) -> int:
        return sum(map(len, self._pages))

    def __iter__(self) -> Iterator[T]:
        return chain.from_iterable(self._pages)

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[T]: ...
    def __getitem__(self, place: int | slice) -> T | Sequence[T]:
        if isinstance(place, slice):
            return tuple(self)[place]
        size = len(self)
        if not -size <= place < size:
            raise IndexError(f"there is no value {place} of {size}")
        return self._at(place % size)

    def _at(self, place: int) -> T:
        if self._starts is None:
            self._starts = []
            start = 0
            for page in self._pages:
                self._starts.append(start)
                start += len(page)
        number = bisect_right(self._starts, place) - 1
        return self._pages[number][place - self._starts[number]]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or isinstance(other, str):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"Run({tuple(self)!r})"


class Growing(Generic[T]):
    """Values that are appended, and replaced where they stand."""

    def __init__(self, values: Iterable[T] = ()) -> None:
        self._full: list[tuple[T, ...]] = []
        self._last: list[T] = []
        for value in values:
            self.append(value)

    def __len__(self) -> int:
        return len(self._full) * PAGE + len(self._last)

    def __getitem__(self, place: int) -> T:
        number, within = divmod(place, PAGE)
        return self._full[number][within] if number < len(self._full) else self._last[within]

    def append(self, value: T) -> None:
        """Add ``value`` at the end."""
        self._last.append(value)
        if len(self._last) == PAGE:
            self._full.append(tuple(self._last))
            self._last = []

    def put(self, place: int, value: T) -> None:
        """Let ``value`` stand at ``place``, where one stands."""
        number, within = divmod(place, PAGE)
        if number == len(self._full):
            self._last[within] = value
        else:
            page = self._full[number]
            self._full[number] = (*page[:within], value, *page[within + 1 :])

    def run(self) -> Run[T]:
        """The values now."""
        return Run((*self._full, tuple(self._last)) if self._last else tuple(self._full))


class Sorted(Generic[T]):
    """Values in order of a key that is each one's own."""

    def __init__(self, values: Iterable[tuple[Any, T]] = ()) -> None:
        held = sorted(values, key=lambda pair: pair[0])
        parts = [held[start : start + PAGE] for start in range(0, len(held), PAGE)] or [[]]
        self._keys = [[key for key, _ in part] for part in parts]
        self._pages = [tuple(value for _, value in part) for part in parts]

    def put(self, key: Any, value: T) -> bool:
        """Add ``value``; whether it stands at the end. The key is not there yet."""
        number = self._page_of(key)
        keys, page = self._keys[number], self._pages[number]
        place = bisect_left(keys, key)
        keys.insert(place, key)
        self._pages[number] = (*page[:place], value, *page[place:])
        last = number == len(self._pages) - 1 and place == len(keys) - 1
        if len(keys) > 2 * PAGE:
            self._part(number)
        return last

    def drop(self, key: Any) -> None:
        """Take out the value of ``key``, which is there."""
        number = self._page_of(key)
        place = bisect_left(self._keys[number], key)
        del self._keys[number][place]
        page = self._pages[number]
        self._pages[number] = (*page[:place], *page[place + 1 :])
        if not self._keys[number] and len(self._keys) > 1:
            del self._keys[number], self._pages[number]

    def run(self) -> Run[T]:
        """The values now."""
        return Run(tuple(self._pages))

    def _page_of(self, key: Any) -> int:
        return max(0, bisect_right(self._keys, key, key=lambda keys: keys[0] if keys else key) - 1)

    def _part(self, number: int) -> None:
        keys, page = self._keys[number], self._pages[number]
        self._keys[number : number + 1] = [keys[:PAGE], keys[PAGE:]]
        self._pages[number : number + 1] = [page[:PAGE], page[PAGE:]]
