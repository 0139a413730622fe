"""An office of forms, and the app on it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.desk import Desk, open_desk
from engine.desk.forms import Errand, open_form
from tests.formoffice import NOW, ORG, make
from tui.widgets.form.model import FormModel


@pytest.fixture(scope="session")
def form_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office that nobody writes to."""
    return make(tmp_path_factory.mktemp("forms"))


@pytest.fixture
def desk(form_office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("MADOGUCHI_NOW", NOW)
    with open_desk(Path(shutil.copytree(form_office, tmp_path / "office")), "sato") as found:
        yield found


@pytest.fixture
def model(desk: Desk) -> FormModel:
    """A new request for disclosure."""
    return FormModel(open_form(desk, Errand(ORG, "disclosure")))
