"""A page names the modules of its script, so that browsers need not learn of them one by one."""

import re
from importlib.resources import files

import pytest

from kiosk_ui.modules import list_modules

STATIC = files("kiosk_ui") / "static"
EDITOR = "staff/layout/editor.js"


def test_modules_are_listed_however_deep_they_are_imported_and_each_once():
    modules = list_modules(EDITOR)
    assert modules[0] == EDITOR
    assert {"staff/layout/tools/drag.js", "shared/view-box.js"} <= set(modules)
    assert len(set(modules)) == len(modules)


def test_what_is_imported_for_its_types_alone_is_not_listed():
    assert "staff/layout/types.js" not in list_modules(EDITOR)


@pytest.mark.parametrize("module", list_modules(EDITOR))
def test_every_import_of_a_module_is_listed(module):
    text = (STATIC / module).read_text(encoding="utf-8")
    code = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    names = re.findall(r'(?:from|import) "\./([\w./-]+)"', code)
    folder = module.rpartition("/")[0]
    assert {f"{folder}/{name}" for name in names} <= set(list_modules(EDITOR))
