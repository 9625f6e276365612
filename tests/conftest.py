"""Under ``CI=true`` a test that would skip fails: what is missing there must be installed.

One reason to skip stays: data beside the checkout (``../shared``), which a clean clone lacks.
"""

from __future__ import annotations

import os

import pytest

ALLOWED = "../shared"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    return _no_silent_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    return _no_silent_skip((yield))


def _no_silent_skip(report):
    expected_failure = hasattr(report, "wasxfail")
    if os.environ.get("CI") == "true" and report.skipped and not expected_failure:
        reason = str(report.longrepr)
        if ALLOWED not in reason:
            report.outcome = "failed"
            report.longrepr = f"with CI=true nothing may be skipped: {reason}"
    return report
