from pathlib import Path

import pytest

from api.settings import SETTINGS, Settings, SettingsError, load_settings
from api.usage import UsageError

TOKEN = "a-token-of-some-length"


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_without_anything_set_the_server_listens_on_loopback_only():
    settings = load_settings({})
    assert settings == Settings()
    assert settings.host == "127.0.0.1"
    assert settings.database == "sqlite:///hyllykartta-data/hyllykartta.sqlite"


def test_the_environment_goes_before_the_file_and_the_file_before_the_defaults(tmp_path):
    config = write(tmp_path / "server.toml", 'port = 9000\nhost = "::1"\n')
    settings = load_settings({"HYLLYKARTTA_PORT": "9001"}, config)
    assert (settings.host, settings.port) == ("::1", 9001)


def test_the_environment_can_name_the_file(tmp_path):
    config = write(tmp_path / "server.toml", "port = 9000\n")
    assert load_settings({"HYLLYKARTTA_CONFIG": str(config)}).port == 9000


def test_a_token_can_come_from_a_file(tmp_path):
    file = write(tmp_path / "token", f"{TOKEN}\n")
    settings = load_settings({"HYLLYKARTTA_SIGHTINGS_TOKEN_FILE": str(file)})
    assert settings.sightings_token == TOKEN


def test_a_token_is_not_shown_where_the_settings_are():
    assert TOKEN not in repr(load_settings({"HYLLYKARTTA_STAFF_TOKEN": TOKEN}))


def test_tags_are_a_table_in_the_file_and_pairs_in_the_environment(tmp_path):
    config = write(tmp_path / "server.toml", '[tags]\n"altbeacon:AA" = "tag-1"\n')
    assert dict(load_settings({}, config).tags) == {"altbeacon:AA": "tag-1"}
    pairs = load_settings({"HYLLYKARTTA_TAGS": "altbeacon:AA=tag-1, altbeacon:BB=tag-2"}).tags
    assert dict(pairs) == {"altbeacon:AA": "tag-1", "altbeacon:BB": "tag-2"}


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("HYLLYKARTTA_PORT", "many"),
        ("HYLLYKARTTA_PORT", "65536"),
        ("HYLLYKARTTA_PORT", "-1"),
        ("HYLLYKARTTA_HOST", " "),
        ("HYLLYKARTTA_DEMO", "perhaps"),
        ("HYLLYKARTTA_PUBLIC_URL", "kartta.example.fi"),
        ("HYLLYKARTTA_STAFF_TOKEN", "short"),
        ("HYLLYKARTTA_STAFF_TOKEN", "sixteen letters and blanks"),
        ("HYLLYKARTTA_SIGHTINGS_TOKEN_FILE", "/nowhere/token"),
        ("HYLLYKARTTA_TAGS", "altbeacon:AA"),
    ],
)
def test_a_value_that_is_not_allowed_is_an_error_that_names_the_setting(variable, value):
    with pytest.raises(SettingsError, match=f"^{variable}: "):
        load_settings({variable: value})


def test_an_unknown_setting_in_the_file_is_an_error_that_names_it(tmp_path):
    with pytest.raises(SettingsError, match=r'unknown setting "prot"; known: .*port'):
        load_settings({}, write(tmp_path / "server.toml", "prot = 1\n"))


def test_a_setting_of_the_wrong_type_in_the_file_is_an_error_that_names_it(tmp_path):
    with pytest.raises(SettingsError, match=r"server.toml: port: expected a port"):
        load_settings({}, write(tmp_path / "server.toml", "port = true\n"))


def test_a_file_that_is_no_toml_or_not_there_is_an_error(tmp_path):
    with pytest.raises(SettingsError, match="is not TOML"):
        load_settings({}, write(tmp_path / "server.toml", "port 9000"))
    with pytest.raises(UsageError, match="cannot be read"):
        load_settings({}, tmp_path / "none.toml")


def test_every_setting_is_documented():
    document = Path(__file__).parents[2].joinpath("docs/settings.md").read_text(encoding="utf-8")
    rows = [line for line in document.splitlines() if line.startswith("| `HYLLYKARTTA_")]
    documented = {tuple(cell.strip(" `") for cell in row.split("|")[1:3]) for row in rows}
    assert documented == {(each.variable, each.name) for each in SETTINGS}
    for setting in SETTINGS:
        row = next(row for row in rows if f"`{setting.variable}`" in row)
        assert setting.meaning.rstrip(".").split(";")[0] in row.replace("`", "")


def test_thresholds_of_guidance_are_read_from_pairs_and_from_a_table(tmp_path):
    given = load_settings({"HYLLYKARTTA_GUIDING": "off_route_m=4, arrived_s=2.5"}).guiding
    assert (given.off_route_m, given.arrived_s) == (4.0, 2.5)
    config = tmp_path / "hyllykartta.toml"
    config.write_text("[guiding]\noff_route_s = 5\n")
    assert load_settings({}, config).guiding.off_route_s == 5.0
    assert load_settings({}).guiding.off_route_m == 3.0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("off_rout_m=4", 'unknown threshold "off_rout_m"; known: again_s, ahead_m'),
        ("off_route_m=far", "a number of 0 or more for off_route_m"),
        ("off_route_m=-1", "a number of 0 or more for off_route_m"),
        ("off_route_m=nan", "a number of 0 or more for off_route_m"),
    ],
)
def test_thresholds_that_cannot_be_are_named(text, words):
    with pytest.raises(SettingsError, match=words):
        load_settings({"HYLLYKARTTA_GUIDING": text})
