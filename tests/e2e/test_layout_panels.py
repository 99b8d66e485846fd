"""The panels beside the drawing of a draft: numbers, locks, pictures, findings, files."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from floorplans.formats.native import format_plan
from tests.support.axe import violations
from tests.support.browser import overflows, wait_until
from tests.support.layout_editor import (
    DRAFTS,
    at,
    choose,
    crowded_plan,
    demo_plan,
    field,
    open_draft,
    plan_of,
    select,
    server,
    write,
)
from tests.support.pictures import png

__all__ = ["open_draft", "server"]

pytestmark = pytest.mark.real

WIDTH = re.compile(r"22[.]5\d*|22[.]4[5-9]\d*")
"""Taps go to whole pixels."""


def test_a_lock_keeps_the_fields_shut_and_holds_on_another_device(open_draft):
    page = open_draft()
    select(page, "shelves/hylly-30")
    page.locator('[data-act="lock"]').click()
    expect(field(page, "x_m")).to_be_disabled()
    locks = page.evaluate("location.pathname").replace("/s/layout/", f"{DRAFTS}/") + "/locks"
    wait_until(lambda: page.request.get(locks).json()["locked"] != [])
    page.evaluate("localStorage.clear()")
    page.reload()
    expect(page.locator("plan-checks")).to_be_visible()
    expect(page.locator('.locked[data-key="shelves/hylly-30"]')).to_be_visible()
    select(page, "shelves/hylly-30")
    page.get_by_role("button", name="Unlock").click()
    expect(field(page, "x_m")).to_be_enabled()


def test_a_picture_is_laid_by_two_points_and_stays_with_the_draft(open_draft, tmp_path):
    page = open_draft()
    picture = tmp_path / "plan.png"
    picture.write_bytes(png(900, 560))
    choose(page, "picture")
    page.locator("picture-panel input[type=file]").set_input_files(picture)
    expect(page.locator("image.traced")).to_be_visible()
    page.mouse.click(*at(page, 10, 10))
    page.mouse.click(*at(page, 20, 10))
    length = page.locator("picture-panel [data-length] input")
    length.fill("5")
    with page.expect_response("**/placement"):
        length.press("Enter")
    width = page.get_by_label("Width of the picture")
    expect(width).to_have_value(WIDTH)
    page.reload()
    expect(page.locator("image.traced")).to_be_visible()
    choose(page, "picture")
    expect(width).to_have_value(WIDTH)
    page.get_by_label("Hide the picture").check()
    expect(page.locator("image.traced")).to_have_count(0)


def test_what_is_no_picture_is_refused_with_a_word(open_draft, tmp_path):
    page = open_draft()
    wrong = tmp_path / "plan.txt"
    wrong.write_text("no picture")
    choose(page, "picture")
    page.locator("picture-panel input[type=file]").set_input_files(wrong)
    expect(page.locator("picture-panel [role=status]")).to_contain_text("no PNG, JPEG or WebP")


def test_a_range_that_has_no_face_is_told_by_its_call_numbers(open_draft):
    plan = demo_plan()
    stray = next(each for each in plan.ranges if each.id == "30A-1")
    away = replace(stray, runs=(replace(stray.runs[0], face="99X"),))
    ranges = tuple(away if each is stray else each for each in plan.ranges)
    page = open_draft(replace(plan, ranges=ranges), language="fi")
    found = page.locator('plan-checks [data-rule="unknown-face"]')
    expect(found).to_contain_text("Alue hyllyssä 84.2 AST – 84.2 DEL (99X) · estää julkaisun")


def test_findings_are_told_in_the_reader_s_language_with_the_way_there_and_a_remedy(open_draft):
    page = open_draft(crowded_plan(), language="fi")
    finding = page.locator('plan-checks [data-rule="opening-narrow"]')
    expect(finding).to_contain_text("Ovesta ei mahdu pyörätuolilla")
    expect(finding).not_to_contain_text("estää julkaisun")
    finding.locator(".go").click()
    expect(page.locator("plan-properties h2")).to_have_text("Ovi")
    finding.get_by_role("button", name="Levennä: 0,90\u00a0m").click()
    key = page.evaluate("[...document.querySelector('plan-canvas').ctx.selection.keys()][0]")
    door = page.evaluate("id => store.find('openings', id)", key.split("/")[1])
    (x, y), (u, v) = door["start"], door["end"]
    assert ((u - x) ** 2 + (v - y) ** 2) ** 0.5 == pytest.approx(0.9, abs=0.002)


def test_findings_are_marked_on_their_level_and_asked_for_after_every_edit(open_draft):
    page = open_draft(crowded_plan())
    expect(page.locator("plan-checks .count")).to_be_visible()
    pins = page.locator(".check-pin")
    wait_until(lambda: pins.count() > 0)
    with page.expect_response("**/check"):
        select(page, "shelves/hylly-30")
        write(page, "x_m", "+0.1")


def test_a_level_takes_over_rooms_from_another(open_draft):
    page = open_draft()
    page.locator("level-copy summary").click()
    before = len(plan_of(page)["units"])
    page.get_by_role("button", name="Copy to this floor").click()
    expect(page.locator("level-copy [role=status]")).to_contain_text("copied")
    assert len(plan_of(page)["units"]) > before


def test_a_plan_file_is_tried_and_told_before_it_is_put_in(open_draft, tmp_path):
    page = open_draft()
    file = tmp_path / "talo.json"
    file.write_text(format_plan(replace(demo_plan(), ranges=())))
    page.locator("plan-import summary").first.click()
    page.locator("plan-import input[type=file]").set_input_files(file)
    expect(page.locator("plan-import .told")).to_contain_text("JSON")
    with page.expect_navigation():
        page.get_by_role("button", name="Put into the draft").click()
    expect(page.locator("plan-checks")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("shown", ["findings", "properties", "row", "picture"])
def test_axe_finds_nothing_wrong_with_the_panels(open_draft, scheme, shown):
    page = open_draft(crowded_plan(), color_scheme=scheme)
    if shown == "properties":
        select(page, "shelves/hylly-6", "shelves/hylly-7")
        page.get_by_text("Align and turn").click()
    if shown == "row":
        choose(page, "array")
        page.keyboard.press("Enter")
    if shown == "picture":
        choose(page, "picture")
    expect(page.locator("plan-checks .findings")).not_to_be_empty()
    assert violations(page) == []
    assert not overflows(page)
