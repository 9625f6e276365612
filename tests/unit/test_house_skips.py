"""A test that skips is plain at home and a failure under ``CI=true``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).resolve().parents[1] / "conftest.py"
SKIPPING = {
    "a test": "import pytest\ndef test_x():\n    pytest.skip('no browser')\n",
    "a mark": "import pytest\n@pytest.mark.skipif(True, reason='no browser')\ndef test_x(): pass\n",
    "a module": "import pytest\npytest.skip('no browser', allow_module_level=True)\n",
}
SHARED = "import pytest\ndef test_x():\n    pytest.skip('../shared/cases is not there')\n"


def _status(tmp_path, test, ci):
    shutil.copy(CONFTEST, tmp_path / "conftest.py")
    (tmp_path / "test_x.py").write_text(test)
    (tmp_path / "test_y.py").write_text("def test_y(): pass\n")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--rootdir", tmp_path, tmp_path],
        env={**os.environ, "CI": ci},
        cwd=tmp_path,
        capture_output=True,
        check=False,
    ).returncode


@pytest.mark.parametrize("name", SKIPPING)
def test_a_skip_passes_at_home_and_fails_in_ci(tmp_path, name):
    assert _status(tmp_path, SKIPPING[name], "") == 0
    assert _status(tmp_path, SKIPPING[name], "true") != 0


def test_data_beside_the_checkout_may_be_missing_everywhere(tmp_path):
    assert _status(tmp_path, SHARED, "true") == 0
