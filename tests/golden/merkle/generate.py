"""Writes inclusion.json and consistency.json: proofs that hold, and proofs that must not.

The proofs come from the recursive definitions of RFC 6962 sections 2.1.1 and 2.1.2 over whole
lists of leaves, and share no code with the package. Each object has the fields that the testdata
of transparency-dev/merkle uses: base64 hashes, a description, and whether an error is wanted.
Run ``python tests/golden/merkle/generate.py`` to write the files again; a test compares them.
"""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).parent
LEAVES = [sha256(b"\x00" + f"leaf {n}".encode()).digest() for n in range(300)]
OTHER = sha256(b"something else").digest()


def split(n):
    k = 1
    while 2 * k < n:
        k *= 2
    return k


def root(d):
    if not d:
        return sha256(b"").digest()
    if len(d) == 1:
        return d[0]
    k = split(len(d))
    return sha256(b"\x01" + root(d[:k]) + root(d[k:])).digest()


def path(m, d):
    if len(d) == 1:
        return []
    k = split(len(d))
    if m < k:
        return [*path(m, d[:k]), root(d[k:])]
    return [*path(m - k, d[k:]), root(d[:k])]


def subproof(m, d, whole):
    if m == len(d):
        return [] if whole else [root(d)]
    k = split(len(d))
    if m <= k:
        return [*subproof(m, d[:k], whole), root(d[k:])]
    return [*subproof(m - k, d[k:], False), root(d[:k])]


def flip(raw, bit=4):
    return bytes([raw[0] ^ (1 << bit)]) + raw[1:]


def text(raw):
    return b64encode(raw).decode()


def inclusion(leaf, size, leaf_hash, proof, top, desc, wrong):
    return {
        "leafIdx": leaf,
        "treeSize": size,
        "root": text(top),
        "leafHash": text(leaf_hash),
        "proof": [text(each) for each in proof],
        "desc": desc,
        "wantErr": wrong,
    }


def inclusion_cases():
    for leaf, size in [(0, 1), (0, 2), (1, 2), (2, 3), (0, 8), (5, 8), (2, 7), (6, 7), (255, 257)]:
        proof, top, h = path(leaf, LEAVES[:size]), root(LEAVES[:size]), LEAVES[leaf]
        at = f"{leaf} in {size}"
        yield inclusion(leaf, size, h, proof, top, f"{at}: holds", False)
        wrong = [
            ("index - 1", (leaf - 1, size, h, proof, top)),
            ("index + 1", (leaf + 1, size, h, proof, top)),
            ("index xor 2", (leaf ^ 2, size, h, proof, top)),
            ("size doubled", (leaf, size * 2, h, proof, top)),
            ("size 0", (leaf, 0, h, proof, top)),
            ("another leaf", (leaf, size, OTHER, proof, top)),
            ("another root", (leaf, size, h, proof, OTHER)),
            ("empty root", (leaf, size, h, proof, b"")),
            ("short leaf", (leaf, size, h[:-1], proof, top)),
            ("trailing hash", (leaf, size, h, [*proof, OTHER], top)),
            ("trailing root", (leaf, size, h, [*proof, top], top)),
            ("preceding hash", (leaf, size, h, [OTHER, *proof], top)),
            ("trailing nothing", (leaf, size, h, [*proof, b""], top)),
        ]
        for i in range(len(proof)):
            bent = [*proof[:i], flip(proof[i]), *proof[i + 1 :]]
            wrong.append((f"hash {i} changed", (leaf, size, h, bent, top)))
        if proof:
            wrong.append(("cut short", (leaf, size, h, proof[:-1], top)))
        yield from (inclusion(*case, f"{at}: {desc}", True) for desc, case in wrong)


def consistency(old, new, old_root, new_root, proof, desc, wrong):
    return {
        "size1": old,
        "size2": new,
        "root1": text(old_root),
        "root2": text(new_root),
        "proof": [text(each) for each in proof],
        "desc": desc,
        "wantErr": wrong,
    }


def consistency_cases():
    for old, new in [(1, 1), (7, 7), (1, 8), (6, 8), (2, 5), (6, 7), (4, 8), (255, 257)]:
        one, two = root(LEAVES[:old]), root(LEAVES[:new])
        proof = subproof(old, LEAVES[:new], True)
        at = f"{old} to {new}"
        yield consistency(old, new, one, two, proof, f"{at}: holds", False)
        wrong = [
            ("old size 0", (0, new, one, two, proof)),
            ("old size above new", (new + 1, new, one, two, proof)),
            ("another old root", (old, new, OTHER, two, proof)),
            ("another new root", (old, new, one, OTHER, proof)),
            ("short old root", (old, new, one[:-1], two, proof)),
            ("trailing hash", (old, new, one, two, [*proof, OTHER])),
            ("trailing new root", (old, new, one, two, [*proof, two])),
            ("preceding hash", (old, new, one, two, [OTHER, *proof])),
            ("preceding old root", (old, new, one, two, [one, *proof])),
            ("trailing nothing", (old, new, one, two, [*proof, b""])),
        ]
        for i in range(len(proof)):
            bent = [*proof[:i], flip(proof[i]), *proof[i + 1 :]]
            wrong.append((f"hash {i} changed", (old, new, one, two, bent)))
        if proof:
            wrong.append(("empty proof", (old, new, one, two, [])))
            wrong.append(("cut short", (old, new, one, two, proof[:-1])))
            wrong.append(("roots swapped", (old, new, two, one, proof)))
            wrong.append(("old size + 1", (old + 1, new, one, two, proof)))
            wrong.append(("new size doubled", (old, new * 2, one, two, proof)))
        yield from (consistency(*case, f"{at}: {desc}", True) for desc, case in wrong)
    empty = root([])
    yield consistency(0, 0, empty, empty, [], "0 to 0: an error here, by rule", True)
    yield consistency(0, 5, empty, root(LEAVES[:5]), [], "0 to 5: an error here, by rule", True)


FILES = {"inclusion.json": inclusion_cases, "consistency.json": consistency_cases}


def rendered(name):
    return json.dumps(list(FILES[name]()), indent=1) + "\n"


if __name__ == "__main__":
    for name in FILES:
        (HERE / name).write_text(rendered(name))
