"""Every job of the staff has a test by touch and one by keyboard."""

import importlib
import pkgutil
from itertools import product

from tests import e2e
from tests.support.alone import HANDS
from tests.support.jobs import JOBS, done_by


def test_every_job_is_done_by_each_hand_alone_and_no_other_is_named():
    modules = [
        importlib.import_module(each.name)
        for each in pkgutil.iter_modules(e2e.__path__, f"{e2e.__name__}.")
    ]
    done = {way for module in modules for each in vars(module).values() for way in done_by(each)}
    assert done == set(product(JOBS, (hand.name for hand in HANDS)))
