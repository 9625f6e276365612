"""Every figure of the record, one after another.

Run ``./dev bench record``. Each line names the figure, what was measured, and the limit that the
same machine showed in the same run.
"""

from __future__ import annotations

import subprocess
import sys

PARTS = ("limits", "log_append", "log_audit", "log_fsck", "verify_cold", "witness_latency")


def main():
    failed = 0
    for part in PARTS:
        print(f"== {part}", flush=True)
        failed |= subprocess.run([sys.executable, "-m", f"bench.{part}"], check=False).returncode
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()
