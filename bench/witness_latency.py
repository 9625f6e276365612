"""Approve → witnessed: how long an approved entry waits until its checkpoint has its quorum.

    python bench/witness_latency.py [ROUNDS]

Three witnesses run as processes of their own behind real sockets on loopback, each with its own
durable directory. One round is what a signer does once the officers have approved: ask the
witnesses for their heads (the rollback check), append the entry durably, collect cosignatures by
the 2-of-3 policy, publish. Then the third witness is replaced by a black hole, a port that
accepts connections and never answers, and the rounds are run again. Prints p50 and p95 of both in
milliseconds and the time that the dead witness adds at p95; exits 1 if a target is missed: p95
under 2 s, and under 1 s added. It says nothing of networks: add their round trips (heads, and one
or two submissions).
"""

import multiprocessing
import socket
import sys
import tempfile
import time
from pathlib import Path

from onrecord.keys.cosignature import CosignatureSigner
from onrecord.keys.ed25519 import Ed25519Signer
from onrecord.keys.policy import parse_policy
from onrecord.record.checkpoint import parse_checkpoint
from onrecord.record.collect import collect, heads, refuse_rollback
from onrecord.record.files import FileLogStore
from onrecord.record.log import Log
from onrecord.record.reader import LogReader
from onrecord.record.witness import Witness
from onrecord.record.witness_files import FileWitnessStore
from onrecord.record.witness_http import serve_witness

ORIGIN = "lwg.example/record"
LOG = Ed25519Signer.from_seed(ORIGIN, b"log " * 8)
NAMES = ("federation", "press", "lawyer")
TARGET, TARGET_ADDED = 2.0, 1.0


def signer(name):
    return CosignatureSigner.from_seed(
        f"{name}.example/w", name.encode().ljust(32), lambda: int(time.time())
    )


def run_witness(name, directory, queue):
    witness = Witness(signer(name), {ORIGIN: LOG.vkey}, FileWitnessStore(Path(directory)))
    serve_witness(witness, 0, ready=queue.put)


def start_witnesses(home):
    context = multiprocessing.get_context("spawn")
    addresses, processes = {}, []
    for name in NAMES:
        queue = context.Queue()
        process = context.Process(
            target=run_witness, args=(name, str(home / name), queue), daemon=True
        )
        process.start()
        processes.append(process)
        addresses[name] = queue.get(timeout=30)
    return addresses, processes


def policy_of(addresses):
    return parse_policy(
        f"log {LOG.vkey}\n"
        + "".join(f"witness {name} {signer(name).vkey} {addresses[name]}\n" for name in NAMES)
        + f"group two 2 {' '.join(NAMES)}\nquorum two\n"
    )


def one_round(log, store, policy, known, text):
    """Seconds from the approved entry to its published, witnessed checkpoint."""
    start = time.perf_counter()
    refuse_rollback(log.head, heads(policy))
    note = log.append([text]).note
    reader = LogReader(store, parse_checkpoint(note.text))
    collected = collect(note, policy, reader.consistency, known)
    if not collected.satisfied:
        sys.exit(f"no quorum: {dict(collected.unsigned)}")
    log.publish(collected.note)
    return time.perf_counter() - start


def measure(log, store, policy, known, rounds, label):
    times = sorted(
        one_round(log, store, policy, known, b"%s %d" % (label.encode(), turn) + b"." * 1000)
        for turn in range(rounds)
    )
    p50, p95 = times[len(times) // 2], times[min(len(times) - 1, int(len(times) * 0.95))]
    print(f"{label:<24} p50 {p50 * 1000:7.1f} ms   p95 {p95 * 1000:7.1f} ms   {rounds} rounds")
    return p95


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as hole:
        home = Path(folder)
        addresses, processes = start_witnesses(home)
        store = FileLogStore(home / "public", home / "state")
        log, known = Log(store, LOG, ORIGIN), {}
        alive = measure(log, store, policy_of(addresses), known, rounds, "three witnesses")
        dead = addresses | {"lawyer": f"http://127.0.0.1:{hole.getsockname()[1]}"}
        one_dead = measure(log, store, policy_of(dead), known, rounds, "one is a black hole")
        for process in processes:
            process.kill()
            process.join()
    print(f"a dead witness adds {(one_dead - alive) * 1000:.1f} ms at p95")
    if one_dead > TARGET or alive > TARGET or one_dead - alive > TARGET_ADDED:
        sys.exit("over the target: p95 under 2 s, under 1 s added")


if __name__ == "__main__":
    main()
