"""Nothing reaches the network: the whole program runs where sockets are refused, and never asks for one.

An audit hook in a child process refuses them before anything of ours is imported. On the screens the event loop has
a pair of sockets to itself (it wakes by it); everything that has an address is refused there too.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.tui.cli.conftest import GUNMA, NOW, REQUEST

pytestmark = pytest.mark.fault
ROOT: Final = Path(__file__).parents[2]
REFUSE: Final = """
import os, sys
def refuse(event, args):
    if event.startswith("socket."):
        if os.environ.get("PAIRS") and event == "socket.__new__" and args[1] == 1:
            return
        with open(os.environ["ASKED"], "a") as out:
            out.write(f"{event} {args}\\n")
        raise OSError("sockets are refused")
sys.addaudithook(refuse)
"""
COMMANDS: Final = """
import io, json, sys
from tui.cli.main import main
for words, text in json.load(open(sys.argv[1], encoding="utf-8")):
    sys.stdin = io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8")
    code = main(words)
    if code:
        sys.exit(f"{words}: {code}")
"""
SCREENS: Final = """
import asyncio, sys
from pathlib import Path
from engine.desk import open_desk
from tui.app import Madoguchi
async def look(desk):
    app = Madoguchi(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        for key in ("enter", "w", "escape", "escape", "2", "3", "enter", "4", "5", "6", "v", "1", "question_mark"):
            await pilot.press(key)
            await pilot.pause()
with open_desk(Path(sys.argv[1]), "taro", password="見本の長いパスワード") as desk:
    asyncio.run(look(desk))
"""


def child(tmp: Path, code: str, *words: str, **more: str) -> tuple[int, str, str]:
    """A program of ours where sockets are refused: its exit code, what it said, and who asked for a socket."""
    (tmp / "sitecustomize.py").write_text(REFUSE, encoding="utf-8")
    asked = tmp / "asked.txt"
    kept = {
        "PYTHONPATH": f"{tmp}{os.pathsep}{ROOT}",
        "ASKED": str(asked),
        "MADOGUCHI_NOW": NOW,
        "HOME": str(tmp),
    }
    env = {
        **os.environ,
        **kept,
        "MADOGUCHI_PASSWORD": "見本の長いパスワード",
        "PYTHONIOENCODING": "utf-8",
        **more,
    }
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    told = asked.read_text(encoding="utf-8") if asked.exists() else ""
    return done.returncode, done.stdout[-2000:] + done.stderr[-2000:], told


def test_the_hook_refuses_and_tells(tmp_path: Path) -> None:
    code, _, asked = child(tmp_path, "import socket; socket.getaddrinfo('localhost', 80)")
    assert code != 0 and "socket.getaddrinfo" in asked


def test_from_an_empty_folder_to_a_letter_and_on_every_screen(tmp_path: Path) -> None:
    office, form = str(tmp_path / "office"), json.dumps
    roles = ["--as", "taro", "--name", "見本 太郎", "--role", "window_clerk,privacy_officer"]
    check = {"checked": "運転免許証", "why": "氏名が一致した"}
    steps: list[tuple[str, dict[str, str]]] = [
        ("record_check", check),
        ("confirm_identity", {}),
        ("confirm_completeness", {}),
        ("investigate", {"findings": "照合した"}),
        ("decide", {"outcome": "grant"}),
        ("notify", {}),
    ]
    done = [form({"op": "do", "case": "R8-001", "command": one, "form": data}) for one, data in steps]
    commands: list[tuple[list[str], str]] = [
        (["init", office, "--from", GUNMA, *roles], ""),
        (["case", "new", office, "disclosure", "--form", "-"], form(REQUEST)),
        (["batch", office, "-"], "\n".join(done)),
        (["notice", office, "R8-001", "1", "-o", str(tmp_path / "letter.pdf")], ""),
        (["register", office, "-o", str(tmp_path / "none.csv")], ""),
        (["export", office, "-o", str(tmp_path / "all.jsonl")], ""),
        (["calendar", office, "-o", str(tmp_path / "due.ics")], ""),
        (["backup", office, str(tmp_path / "office.zip"), "--rehearse"], ""),
        (["verify", office], ""),
        (["ask", GUNMA, "due", "disclosure", "--received", "2024-04-01"], ""),
        (["check", str(ROOT / "workflows" / GUNMA)], ""),
    ]
    todo = tmp_path / "commands.json"
    todo.write_text(form(commands), encoding="utf-8")
    assert child(tmp_path, COMMANDS, str(todo))[::2] == (0, "")
    assert (tmp_path / "letter.pdf").read_bytes().startswith(b"%PDF")
    code, said, asked = child(tmp_path, SCREENS, office, PAIRS="1")
    assert (code, asked) == (0, ""), said
