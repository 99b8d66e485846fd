"""Old lines of the log go by themselves."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from api.app import create_app
from api.storage.log import log_change
from api.storage.log_lines import LogQuery, list_lines
from api.storage.upgrade import prepare_database
from tests.support.browser import wait_until
from tests.support.library import store_library
from tests.support.server import serving

NOW = datetime.now(UTC)


def test_a_server_prunes_the_log_when_it_starts_by_its_setting(tmp_path):
    settings = replace(store_library(tmp_path), log_days=40)
    with closing(prepare_database(settings.database)) as database:

        def people():
            return {each.who for each in list_lines(database, LogQuery(("toy",)), 100)}

        with database.write() as connection:
            for days in (41, 39):
                at = NOW - timedelta(days=days)
                log_change(connection, "walked", at, f"{days} days ago", "toy")
        with serving(create_app(settings)):
            wait_until(lambda: "41 days ago" not in people())
            assert "39 days ago" in people()
