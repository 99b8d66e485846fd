"""The server's settings: environment variables over a TOML file over defaults."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

from api.usage import UsageError, read_text
from routing.guidance.advice import DEFAULTS as GUIDING
from routing.guidance.advice import GuidingSettings

PREFIX = "HYLLYKARTTA_"
CONFIG = f"{PREFIX}CONFIG"

Tags = Mapping[str, str]


class SettingsError(UsageError):
    """A setting is unknown, unreadable or has a value that is not allowed."""


@dataclass(frozen=True, slots=True)
class Hashing:
    """What the hash of a password costs; the defaults are RFC 9106's for little memory."""

    passes: int = 3
    memory_kib: int = 65536
    lanes: int = 4


@dataclass(frozen=True, slots=True)
class Settings:
    """How one server runs.

    ``tags`` gives the subject of each lent or worn tag by the key it is heard by, as for
    the radios of a plan ("ibeacon:UUID:MAJOR:MINOR").
    """

    data_dir: Path = Path("hyllykartta-data")
    database_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str | None = None
    sightings_token: str | None = field(default=None, repr=False)
    staff_token: str | None = field(default=None, repr=False)
    hashing: Hashing = Hashing()
    demo: bool = False
    trees_mb: int = 64
    log_days: int = 730
    guiding: GuidingSettings = GUIDING
    tags: Tags = field(default_factory=lambda: MappingProxyType({}))

    @property
    def database(self) -> str:
        """The database's URL; SQLite in the data folder where none is set."""
        return self.database_url or f"sqlite:///{self.data_dir / 'hyllykartta.sqlite'}"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting that people may give: its name in the TOML file and how it is read."""

    name: str
    field: str
    read: Callable[[Any], Any]
    meaning: str

    @property
    def variable(self) -> str:
        """The name of the environment variable."""
        return PREFIX + self.name.upper()


def _read_text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("expected text")
    return value.strip()


def _read_path(value: Any) -> Path:
    text = _read_text(value)
    if not text.isprintable():
        raise ValueError("expected a path in UTF-8 without control characters")
    return Path(text).expanduser()


def _read_port(value: Any) -> int:
    if isinstance(value, bool) or not str(value).isdecimal() or not 0 <= int(value) <= 65535:
        raise ValueError("expected a port number from 0 to 65535")
    return int(value)


def _read_size(value: Any) -> int:
    if isinstance(value, bool) or not str(value).isdecimal() or not 1 <= int(value) <= 65536:
        raise ValueError("expected whole megabytes from 1 to 65536")
    return int(value)


def _read_days(value: Any) -> int:
    if isinstance(value, bool) or not str(value).isdecimal() or not 31 <= int(value) <= 36_500:
        raise ValueError("expected whole days from 31 to 36500")
    return int(value)


def _read_flag(value: Any) -> bool:
    known = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    try:
        return known[str(value).strip().lower()]
    except KeyError:
        raise ValueError("expected true or false") from None


def _read_url(value: Any) -> str:
    url = _read_text(value).rstrip("/")
    if not url.startswith(("http://", "https://")):
        raise ValueError("expected an address that begins with https:// or http://")
    return url


def _read_token_file(value: Any) -> str:
    return _read_token(read_text(_read_path(value)))


def _read_token(value: Any) -> str:
    token = _read_text(value)
    if len(token) < 16 or not token.isascii() or not token.isprintable() or " " in token:
        raise ValueError("expected at least 16 letters, digits and signs without blanks")
    return token


def _read_pairs(value: Any, expected: str) -> dict[str, Any]:
    """Read a TOML table, or ``KEY=VALUE`` pairs separated by commas."""
    if isinstance(value, str):
        pairs = [each.strip().partition("=") for each in value.split(",") if each.strip()]
        value = {key.strip(): given.strip() for key, _, given in pairs}
    if not isinstance(value, dict):
        raise ValueError(f"expected {expected} pairs separated by commas")
    return value


def _read_tags(value: Any) -> Tags:
    pairs = _read_pairs(value, "KEY=SUBJECT")
    return MappingProxyType({_read_text(key): _read_text(given) for key, given in pairs.items()})


def _read_guiding(value: Any) -> GuidingSettings:
    known = {each.name for each in fields(GuidingSettings)}
    thresholds = {}
    for name, given in _read_pairs(value, "NAME=NUMBER").items():
        if name not in known:
            raise ValueError(f'unknown threshold "{name}"; known: {", ".join(sorted(known))}')
        try:
            thresholds[name] = float(given)
        except (TypeError, ValueError):
            thresholds[name] = -1.0
        if not 0.0 <= thresholds[name] < math.inf:
            raise ValueError(f"expected a number of 0 or more for {name}")
    return GuidingSettings(**thresholds)


SETTINGS: tuple[Setting, ...] = (
    Setting("data_dir", "data_dir", _read_path, "Folder of the embedded database."),
    Setting(
        "database_url",
        "database_url",
        _read_text,
        "SQLAlchemy URL of the database, where it is not in the data folder.",
    ),
    Setting("host", "host", _read_text, "Address to listen on; 0.0.0.0 for all networks."),
    Setting("port", "port", _read_port, "Port to listen on; 0 for any free one."),
    Setting(
        "public_url",
        "public_url",
        _read_url,
        "Address that people reach the server by; it is printed in QR codes.",
    ),
    Setting("sightings_token", "sightings_token", _read_token, "Token that all gateways share."),
    Setting(
        "sightings_token_file",
        "sightings_token",
        _read_token_file,
        "File with the token that all gateways share.",
    ),
    Setting(
        "staff_token",
        "staff_token",
        _read_token,
        "Token of programs that do what an administrator may.",
    ),
    Setting("staff_token_file", "staff_token", _read_token_file, "File with that token."),
    Setting("demo", "demo", _read_flag, "Run with the demo's simulated visitors."),
    Setting(
        "trees_mb",
        "trees_mb",
        _read_size,
        "Megabytes for each branch's ways to goals that were asked for; more answer sooner.",
    ),
    Setting(
        "log_days", "log_days", _read_days, "Days for which the log of changes is kept, from 31."
    ),
    Setting(
        "guiding",
        "guiding",
        _read_guiding,
        "Thresholds of live guidance: NAME=NUMBER,…",
    ),
    Setting(
        "tags",
        "tags",
        _read_tags,
        "Subjects of lent and worn tags by the key they are heard by: KEY=SUBJECT,…",
    ),
)


def load_settings(environ: Mapping[str, str], config: Path | None = None) -> Settings:
    """Load the settings.

    Parameters
    ----------
    environ : Mapping[str, str]
        Environment; variables whose name begins with ``HYLLYKARTTA_`` count, and other
        programs' settings with that beginning are left alone.
    config : Path, optional
        TOML file; ``HYLLYKARTTA_CONFIG`` names it where this is not given.

    Returns
    -------
    Settings
        The environment goes before the file, and the file before the defaults.

    Raises
    ------
    SettingsError
        If a setting cannot be read; the message names the setting.
    UsageError
        If the file cannot be read.

    Examples
    --------
    >>> load_settings({"HYLLYKARTTA_PORT": "8080"}).port
    8080
    >>> load_settings({"HYLLYKARTTA_PORT": "many"})
    Traceback (most recent call last):
    api.settings.SettingsError: HYLLYKARTTA_PORT: expected a port number from 0 to 65535.
    """
    if config is None and CONFIG in environ:
        config = Path(environ[CONFIG])
    values = {} if config is None else _read_config(config)
    for setting in SETTINGS:
        if setting.variable in environ:
            given = environ[setting.variable]
            values[setting.field] = _read(setting, given, setting.variable)
    return Settings(**values)


def _read_config(path: Path) -> dict[str, Any]:
    try:
        document = tomllib.loads(read_text(path))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(f"{path}: is not TOML ({error}).") from error
    by_name = {setting.name: setting for setting in SETTINGS}
    values = {}
    for name, value in document.items():
        if name not in by_name:
            raise SettingsError(f'{path}: unknown setting "{name}"; known: {", ".join(by_name)}.')
        values[by_name[name].field] = _read(by_name[name], value, f"{path}: {name}")
    return values


def _read(setting: Setting, value: Any, where: str) -> Any:
    try:
        return setting.read(value)
    except (ValueError, UsageError) as error:
        raise SettingsError(f"{where}: {str(error).rstrip('.')}.") from error
