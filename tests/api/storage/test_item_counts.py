"""Items are counted as the branch shows them."""

from contextlib import closing

import pytest

from api.storage.item_counts import count_items, count_partitions
from api.storage.item_runs import begin_run, store_works
from api.storage.upgrade import prepare_database
from tests.support.library import CREATED_AT, ITEMS, store_library


@pytest.fixture
def database(tmp_path):
    with closing(prepare_database(store_library(tmp_path).database)) as database:
        yield database


def test_items_are_counted_by_partition_and_by_what_orders_them(database):
    partition = ITEMS[0].partition
    own = [each for each in ITEMS if each.partition == partition]
    assert count_partitions(database, "toy")[partition] == len(own)
    counted = count_items(database, "toy", partition)
    assert sum(counted.values()) == len(own)
    assert set(counted) == {each.call_number for each in own}
    titles = count_items(database, "toy", partition, by_title=True)
    assert set(titles) == {each.title for each in own}


def test_what_an_import_is_still_storing_does_not_count(database):
    before = count_partitions(database, "toy")
    run = begin_run(database, "toy", CREATED_AT, "", "")
    store_works(database, "toy", run, [[each] for each in ITEMS])
    assert count_partitions(database, "toy") == before
