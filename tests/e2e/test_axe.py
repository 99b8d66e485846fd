"""No page breaks a rule of axe-core, in any theme."""

import pytest

from tests.support.axe import violations
from tests.support.browser import KIOSK, PHONE, TABLET

pytestmark = pytest.mark.real

TOL = "callno=84.2+TOL&partition=aik-kauno&lang=fi"
PAGES = {
    "branches": ("/?lang=fi", PHONE),
    "search": ("/?branch=keskusta&lang=fi", PHONE),
    "results": ("/?branch=keskusta&q=linna&lang=sv", PHONE),
    "nothing-found": ("/?branch=keskusta&q=qwxyz&lang=en", PHONE),
    "place": (f"/f?branch=keskusta&{TOL}", PHONE),
    "kiosk": ("/k/keskusta-1", KIOSK),
    "kiosk-route": (f"/k/keskusta-1?{TOL}", KIOSK),
    "live": ("/s/live?branch=keskusta&lang=fi", TABLET),
    "versions": ("/s/versions?branch=keskusta&lang=fi", TABLET),
    "labels": ("/print/points?branch=keskusta&lang=fi", TABLET),
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_no_rule_is_broken(open_page, name, scheme):
    path, size = PAGES[name]
    page = open_page(path, size, color_scheme=scheme)
    assert violations(page) == []
