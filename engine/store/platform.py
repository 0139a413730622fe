"""The one module that knows what differs between POSIX and Windows.

Every function that changes the disk is named in `OPERATIONS`; the rest of the program calls them as
`platform.<name>`, so that a test can stand between the program and the disk. All raise `OSError`.

| need            | POSIX                            | Windows                                        |
|-----------------|----------------------------------|------------------------------------------------|
| write at        | pwrite                           | lseek + write on a binary handle               |
| data to disk    | fdatasync (macOS: F_FULLFSYNC)   | fsync (FlushFileBuffers)                       |
| name to disk    | fsync of the folder              | nothing to call: NTFS logs names               |
| replace a file  | rename                           | rename, tried again while somebody reads it    |
| private         | folder 0700, file 0600           | the rights of the user's own folder            |
| place of a file | the mounts, marks of services    | the kind of drive, marks of services           |
| which PC        | name and machine id              | name and MachineGuid                           |
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

Place = Literal["local", "network", "synced"]
PLACE = "MADOGUCHI_PLACE"
_PLACES: tuple[Place, ...] = ("local", "network", "synced")

WINDOWS = sys.platform == "win32"
LINUX = sys.platform == "linux"
OPERATIONS = (
    "make_folder",
    "create_file",
    "create_new",
    "write_at",
    "datasync",
    "sync_folder",
    "truncate",
    "replace",
    "remove",
)

_BINARY = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOINHERIT", 0) | getattr(os, "O_CLOEXEC", 0)
_REPLACE_PATIENCE = 2.0  # seconds; a virus scanner or another reader lets go within that
_NETWORK_TYPES = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "9p", "fuse.sshfs", "fuse.rclone"}
_SYNC_VARIABLES = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")  # what that service sets on Windows
_SYNC_FOLDERS = {
    *("OneDrive", "Dropbox", "Google Drive", "GoogleDrive"),
    *("iCloud Drive", "Mobile Documents", "CloudStorage"),
}
_SYNC_MARKS = (
    ".dropbox",
    ".dropbox.cache",
    ".owncloudsync.log",
    ".nextcloudsync.log",
    ".stfolder",
    ".syncthing",
)
_REMOTE_DRIVE = 4  # what GetDriveTypeW answers for a drive of another machine


def make_folder(path: Path) -> None:
    """Make one folder that only its owner can enter; nothing happens if it is there."""
    with contextlib.suppress(FileExistsError):
        path.mkdir(mode=0o700)


def keep_folder(path: Path) -> None:
    """Make one folder whose name survives a power loss, also if whoever made it died before saying so."""
    make_folder(path)
    sync_folder(path.absolute().parent)


def make_private(path: Path) -> None:
    """Take a folder that was there before away from everybody but its owner."""
    if not WINDOWS:
        path.chmod(0o700)


def open_file(path: Path, *, write: bool) -> int:
    """A handle on an existing file; `FileNotFoundError` where there is none."""
    return os.open(path, (os.O_RDWR if write else os.O_RDONLY) | _BINARY)


def create_file(path: Path) -> int:
    """A handle on a file that only its owner can read, made empty if it was there."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC | _BINARY, 0o600)


def create_new(path: Path) -> int | None:
    """A handle on a file that was not there; None if it was. File servers do this in one move, too."""
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
    except FileExistsError:
        return None


def private(path: str, flags: int) -> int:
    """How `open` makes a file that only its owner can read, outside the office."""
    return os.open(path, flags | _BINARY, 0o600)


def open_lock(path: Path) -> int:
    """A handle to lock, on a file whose content means nothing; made if it is not there."""
    return os.open(path, os.O_RDWR | os.O_CREAT | _BINARY, 0o600)


def try_lock(handle: int) -> bool:
    """Take the operating system's lock on a file; False while another process has it. Released at death."""
    from filelock import lock_descriptor  # 20 ms that a command which only reads need not pay

    return lock_descriptor(handle, blocking=False)


def unlock(handle: int) -> None:
    from filelock import unlock_descriptor

    unlock_descriptor(handle)


def close(handle: int) -> None:
    os.close(handle)


def size_of(handle: int) -> int:
    return os.fstat(handle).st_size


def identity(handle: int) -> tuple[int, int]:
    """What tells one file from another that took its name: device and number."""
    seen = os.fstat(handle)
    return seen.st_dev, seen.st_ino


def identity_at(path: Path) -> tuple[int, int] | None:
    """The identity of the file that bears this name now, or None."""
    try:
        seen = os.stat(path)  # noqa: PTH116 — a step asks this each time; Path.stat costs three times as much
    except FileNotFoundError:
        return None
    return seen.st_dev, seen.st_ino


def stamp_at(path: Path) -> tuple[int, int, int, int] | None:
    """Which file stands at `path` and when it was last written; None if there is none."""
    try:
        seen = os.stat(path)  # noqa: PTH116 — as above
    except OSError:
        return None
    return seen.st_dev, seen.st_ino, seen.st_mtime_ns, seen.st_size


def seconds_since_written(handle: int) -> float:
    """How long ago a file was written, by the clock of this PC."""
    return time.time() - os.fstat(handle).st_mtime


def seconds_between(path: Path, folder: Path) -> float | None:
    """How long ago a file was written, by the clock that stamps files there; None if it is gone.

    A file is made in `folder` for comparison where that is allowed: the clock of a server is its own.
    """
    probe = folder / f"{os.getpid()}-{os.urandom(4).hex()}.tmp"
    now = time.time()
    with contextlib.suppress(OSError):  # a folder that cannot be written: this PC's clock has to do
        os.close(create_file(probe))
        now = probe.stat().st_mtime
        probe.unlink()
    try:
        return max(0.0, now - path.stat().st_mtime)
    except FileNotFoundError:
        return None


def read_at(handle: int, size: int, offset: int) -> bytes:
    """Up to `size` bytes from `offset`; fewer only at the end of the file."""
    parts: list[bytes] = []
    while size > 0:
        part = _read_some(handle, min(size, 1 << 24), offset)
        if not part:
            break
        parts.append(part)
        size -= len(part)
        offset += len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def write_at(handle: int, data: bytes, offset: int) -> None:
    """Write all of `data` at `offset`. A short write is an error, never a success."""
    written = _write_some(handle, data, offset)
    if written != len(data):
        raise OSError(errno.EIO, f"short write: {written} of {len(data)} bytes")


def truncate(handle: int, size: int) -> None:
    os.ftruncate(handle, size)


def sync_folder(path: Path) -> None:
    """Bring the names in a folder to the disk, so that a rename survives a power loss."""
    if WINDOWS:
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace(source: Path, target: Path) -> None:
    """Give `source` the name of `target` in one move."""
    deadline = time.monotonic() + _REPLACE_PATIENCE
    while True:
        try:
            os.replace(source, target)  # noqa: PTH105 — named as what it is
            return
        except PermissionError:
            if not WINDOWS or time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def remove(path: Path) -> None:
    path.unlink(missing_ok=True)


def writable(path: Path) -> bool:
    """Whether this user may write into a folder, or into a file."""
    return os.access(path, os.W_OK)


def place_of(path: Path) -> Place:
    """Where a folder lies: on this PC, on another machine, or in a folder that a service copies to other PCs.

    `MADOGUCHI_PLACE` says it where this cannot be told.
    """
    said = os.environ.get(PLACE, "")
    for place in _PLACES:
        if said == place:
            return place
    if on_network(path):
        return "network"
    return "synced" if _synced(path.resolve()) else "local"


def _synced(path: Path) -> bool:
    """Whether a service that copies folders between PCs looks after this one."""
    roots = [os.environ[name] for name in _SYNC_VARIABLES if os.environ.get(name)]
    if any(path.is_relative_to(Path(root).resolve()) for root in roots):
        return True
    if any(part in _SYNC_FOLDERS for part in path.parts):
        return True
    return any((parent / mark).exists() for parent in (path, *path.parents) for mark in _SYNC_MARKS)


def machine() -> tuple[str, str]:
    """Which PC this is and who uses it (one id for both), and the name of the PC."""
    name = os.environ.get("COMPUTERNAME", "") if WINDOWS else os.uname().nodename
    about = f"{name}\0{_machine_id()}\0{Path.home()}"
    return hashlib.sha256(about.encode("utf-8", "surrogateescape")).hexdigest()[:16], name


def own_lock(office: str) -> Path:
    """A file on this PC's own disk to lock for an office that lies elsewhere."""
    import tempfile  # only where an office lies elsewhere

    return Path(tempfile.gettempdir()) / f"madoguchi-{machine()[0]}-{office}.lock"


if sys.platform == "win32":

    def _machine_id() -> str:
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
                return str(winreg.QueryValueEx(key, "MachineGuid")[0])
        except OSError:
            return ""

    def datasync(handle: int) -> None:
        """Bring what was written to the disk before returning."""
        os.fsync(handle)

    def _read_some(handle: int, size: int, offset: int) -> bytes:
        os.lseek(handle, offset, os.SEEK_SET)
        return os.read(handle, size)

    def _write_some(handle: int, data: bytes, offset: int) -> int:
        os.lseek(handle, offset, os.SEEK_SET)
        return os.write(handle, data)

    def on_network(path: Path) -> bool:
        """Whether a folder lies on another machine, as far as this one can tell."""
        import ctypes

        anchor = path.resolve().anchor
        return anchor.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(anchor) == _REMOTE_DRIVE

else:

    def _machine_id() -> str:
        for place in ("/etc/machine-id", "/var/lib/dbus/machine-id"):
            try:
                return Path(place).read_text(encoding="ascii").strip()
            except (OSError, ValueError):
                continue
        return ""

    if sys.platform == "darwin":

        def datasync(handle: int) -> None:
            """Bring what was written to the disk before returning."""
            import fcntl

            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)  # fsync stops at the drive's own memory there

    else:

        def datasync(handle: int) -> None:
            """Bring what was written to the disk before returning."""
            os.fdatasync(handle)

    def _read_some(handle: int, size: int, offset: int) -> bytes:
        return os.pread(handle, size, offset)

    def _write_some(handle: int, data: bytes, offset: int) -> int:
        return os.pwrite(handle, data, offset)

    def on_network(path: Path) -> bool:
        """Whether a folder lies on another machine, as far as this one can tell."""
        try:
            mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return False
        here = str(path.resolve()) + "/"
        best, kind = "", ""
        for line in mounts.splitlines():
            fields = line.split(" ")
            if len(fields) < 3:
                continue
            folder = fields[1].replace("\\040", " ").rstrip("/") + "/"
            if here.startswith(folder) and len(folder) >= len(best):
                best, kind = folder, fields[2]
        return kind in _NETWORK_TYPES


def copying() -> BaseContext | None:
    """How this process is copied with all it holds; None where it cannot be, or where that would gain nothing."""
    if not LINUX or processors() < 2:  # elsewhere a new process begins with nothing, or a copy is unsafe
        return None
    from multiprocessing import get_context

    return get_context("fork")


def processors() -> int:
    """How many processes can work at once."""
    return os.cpu_count() or 1
