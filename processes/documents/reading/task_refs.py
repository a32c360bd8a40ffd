"""References of tasks: the number as written; letters and sections where it does not tell them apart."""

from __future__ import annotations

from collections import Counter


def refs_of(bases: list[tuple[str, str]]) -> list[str]:
    """Unique references: the number; letters where several stand under one, the section where numbers restart."""
    several = Counter(bases)
    seen: Counter[tuple[str, str]] = Counter()
    refs = []
    for key in bases:
        base = key[0]
        if base.endswith("-?"):
            base = base[:-2]
            base = f"{base}-{_letter(seen[key])}" if several[key] > 1 else base
        seen[key] += 1
        refs.append((base.strip("-") or "1", key[1]))
    restarted = len({ref for ref, _ in refs}) < len(set(refs))
    named = [f"{section}.{ref}" if restarted and section and section != ref else ref for ref, section in refs]
    used: Counter[str] = Counter()
    unique = []
    for ref in named:
        used[ref] += 1
        unique.append(ref if used[ref] == 1 else f"{ref}-{used[ref]}")
    return unique


def _letter(index: int) -> str:
    letters = "abcdeghiklmnopqrstuvxy"
    return letters[index] if index < len(letters) else str(index + 1)
