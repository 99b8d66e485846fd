"""Keys of devices by command; the log says that the command line made them."""

import json
import os

import pytest

from api.cli import main
from api.tokens import is_whole
from tests.support.library import store_library


@pytest.fixture(autouse=True)
def settings(tmp_path, monkeypatch):
    for name in [each for each in os.environ if each.startswith("HYLLYKARTTA_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HYLLYKARTTA_DATA_DIR", str(tmp_path))
    return store_library(tmp_path)


def say(capsys, *words):
    status = main(["tokens", *words])
    out = capsys.readouterr()
    return status, out.out, out.err


def test_a_key_is_made_listed_and_revoked(capsys):
    status, token, _ = say(capsys, "add", "toy", "Aula")
    assert status == 0
    assert is_whole(token.strip())
    assert say(capsys, "add", "toy", "Kioski", "--kiosk", "toy-1")[1].startswith("hk_k_")
    _, listed, _ = say(capsys, "list", "toy")
    assert f"1  {token[:10]}…  Aula, gateway, not used yet" in listed
    assert "Kioski, kiosk toy-1" in listed
    assert token.strip() not in listed
    assert say(capsys, "revoke", "toy", "1")[:2] == (0, "toy: key 1 is revoked.\n")
    records = json.loads(say(capsys, "list", "toy", "--json")[1])
    assert {each["name"]: each["revoked_at"] is None for each in records} == {
        "Aula": False,
        "Kioski": True,
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "nowhere", "A"), 'There is no branch "nowhere"'),
        (("add", "toy", "A", "--kiosk", "side-1"), 'There is no kiosk "side-1"'),
        (("add", "toy", "  "), "The key needs a name"),
        (("list", "nowhere"), 'There is no branch "nowhere"'),
        (("revoke", "toy", "9"), '"toy" has no key 9'),
    ],
)
def test_what_is_not_there_is_named(capsys, words, said):
    status, out, err = say(capsys, *words)
    assert (status, out) == (2, "")
    assert said in err
