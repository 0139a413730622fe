"""An office of an invented organisation with papers by age and marks, for tests of forms."""

from __future__ import annotations

import os
from pathlib import Path

from engine.desk import create_office, open_desk

NOW = "2026-11-24T10:42"
ORG = "mihon"

_ORGANISATION = """\
language: 1
extends: gunma_gojokai/organisation
title: {ja: 見本組合, en: Specimen union}
"""

_REQUEST = """\
language: 1
extends: gunma_gojokai/request
evidence:
  identity:
    title: {ja: 本人の確認, en: Identity}
    need:
      own:
        title: {ja: 写真のある書類, en: Paper with a photograph}
        any: [drivers_license, passport]
        as: {post: copy}
        basis: 見本規程第1条
      mandate:
        title: {ja: 代理権の書類, en: Papers of the mandate}
        when: application.requester = mandated_agent
        all: [power_of_attorney, seal_certificate]
        max_age: 30 days
        basis: 見本規程第2条
"""


def make(folder: Path) -> Path:
    """An office at 10:42 of 24 November 2026 with `sato`, who holds every role, and `suzuki`, who takes in only."""
    source = folder / "source" / "workflows" / ORG
    source.mkdir(parents=True)
    (source / "organisation.yaml").write_text(_ORGANISATION, encoding="utf-8")
    (source / "request.yaml").write_text(_REQUEST, encoding="utf-8")
    before = os.environ.get("MADOGUCHI_NOW")
    os.environ["MADOGUCHI_NOW"] = NOW
    try:
        create_office(folder / "office", [str(folder / "source")], encrypted=False)
        with open_desk(folder / "office") as desk:
            roles = desk.organisations()[ORG].organisation.roles
            desk.set_member(
                "sato", "見本 太郎", [r for r, one in roles.items() if not one.per_unit], new=True
            )
            desk.set_member("suzuki", "見本 花子", ["window_clerk"], new=True)
    finally:
        if before is None:
            del os.environ["MADOGUCHI_NOW"]
        else:
            os.environ["MADOGUCHI_NOW"] = before
    return folder / "office"


REQUEST = {
    "channel": "window",
    "requester": "data_subject",
    "name": "見本 太郎",
    "address": "前橋市見本町1-1",
    "target": "給付記録",
}
"""A request that can be taken in."""
