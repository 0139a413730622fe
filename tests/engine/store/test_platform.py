"""What differs between systems stands in one module, and both ways do the same."""

import ast
import os
from pathlib import Path

import pytest

from engine.store import platform

ROOT = Path(__file__).resolve().parents[3]
RAW = {
    "fsync", "fdatasync", "sync", "pread", "pwrite", "preadv", "pwritev", "open", "read", "write", "lseek",
    "ftruncate", "truncate", "posix_fallocate", "chmod", "fchmod", "chown", "umask", "replace", "rename",
    "link", "symlink", "remove", "unlink", "O_DIRECT", "O_DSYNC", "fork", "kill", "getuid", "geteuid",
}  # fmt: skip
MODULES = {"fcntl", "msvcrt", "pwd", "grp", "resource", "termios", "ctypes", "winreg", "mmap"}


def raw_calls(path: Path) -> list[str]:
    """Where a module calls the operating system past the platform module."""
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id == "os" and node.attr in RAW:
                found.append(f"{path.name}:{node.lineno}: os.{node.attr}")
        elif isinstance(node, ast.Import):
            found += [
                f"{path.name}:{node.lineno}: {a.name}" for a in node.names if a.name.split(".")[0] in MODULES
            ]
        elif isinstance(node, ast.ImportFrom):
            names = {a.name for a in node.names}
            if node.module in MODULES or (node.module == "os" and names & RAW):
                found.append(f"{path.name}:{node.lineno}: {node.module}")
    return found


def test_no_other_module_knows_the_operating_system() -> None:
    modules = [path for part in ("engine", "tui") for path in (ROOT / part).rglob("*.py")]
    assert len(modules) > 10
    elsewhere = [path for path in modules if path != Path(str(platform.__file__)).resolve()]
    assert [call for path in elsewhere for call in raw_calls(path)] == []


def test_the_search_finds_what_it_looks_for() -> None:
    assert len(raw_calls(Path(str(platform.__file__)).resolve())) > 10


def test_bytes_are_read_and_written_where_they_are_asked(tmp_path: Path) -> None:
    handle = platform.create_file(tmp_path / "f")
    platform.write_at(handle, b"\r\n\x1a abc", 0)
    platform.write_at(handle, b"XY", 4)
    platform.datasync(handle)
    assert platform.read_at(handle, 100, 0) == b"\r\n\x1a XYc"
    assert platform.read_at(handle, 2, 4) == b"XY"
    platform.truncate(handle, 3)
    assert platform.size_of(handle) == 3
    platform.close(handle)
    assert (tmp_path / "f").read_bytes() == b"\r\n\x1a"


def test_replacing_waits_for_whoever_holds_the_file_on_windows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "new").write_bytes(b"new")
    real, refusals = os.replace, [PermissionError(), PermissionError()]

    def held(source: Path, target: Path) -> None:
        if refusals:
            raise refusals.pop()
        real(source, target)

    monkeypatch.setattr(os, "replace", held)
    with pytest.raises(PermissionError):
        platform.replace(tmp_path / "new", tmp_path / "old")
    monkeypatch.setattr(platform, "WINDOWS", True)
    platform.replace(tmp_path / "new", tmp_path / "old")
    assert (tmp_path / "old").read_bytes() == b"new"


@pytest.mark.skipif(os.name != "posix", reason="/proc/self/mounts")
def test_a_share_is_recognised_by_its_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = f"/dev/sda / ext4 rw 0 0\nserver:/x {tmp_path}/share nfs4 rw 0 0\n"
    monkeypatch.setattr(Path, "read_text", lambda *_, **__: mounts)
    assert platform.on_network(tmp_path / "share" / "office")
    assert not platform.on_network(tmp_path / "shared")
