"""At an office on a share: whoever comes second reads, sees who writes, and is told what to do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.store import lease, open_office, platform
from tests.commands import Run
from tests.tui.cli.conftest import REQUEST


def test_the_second_pc_is_told_who_writes(
    run: Run, office: Path, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(platform.PLACE, "network")
    monkeypatch.setattr(platform, "machine", lambda: ("a", "受付PC"))
    first = open_office(office, who="hanako")
    monkeypatch.setattr(platform, "machine", lambda: ("b", "奥のPC"))
    seen = run("case", "list", office)
    assert seen.code == 0 and case in seen.out
    assert "受付PC" in seen.err and "hanako" in seen.err
    refused = run("case", "new", office, "disclosure", "--form", "-", stdin=REQUEST)
    assert refused.code == 3 and "何も記録していません" in refused.err
    then = (office / lease.FILE).stat().st_mtime - lease.STALE - 60
    os.utime(office / lease.FILE, (then, then))
    assert "--take-over" in run("case", "list", office).err
    assert run("case", "new", office, "disclosure", "--form", "-", "--take-over", stdin=REQUEST).code == 0
    first.close()
    assert run("case", "new", office, "disclosure", "--form", "-", stdin=REQUEST).code == 0
    assert not (office / lease.FILE).exists()
