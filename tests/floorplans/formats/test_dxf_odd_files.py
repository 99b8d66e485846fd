"""DXF files of strangers: damaged, odd in their letters, too large or without an end."""

import io
import re

import ezdxf
import pytest

from floorplans.errors import PlanFormatError
from floorplans.formats.drawings.read import DrawingOptions, read_dxf
from floorplans.formats.dxf import read_drawing
from tests.support.dxf_files import Sheet, draw_library

MM = DrawingOptions(units="mm")


def read(sheet, **asked):
    return read_dxf(sheet.write(), "branch", DrawingOptions(**asked))


def left_out(result):
    return {each.place: each.message for each in result.problems if each.rule == "left-out"}


def hostile():
    whole = draw_library().write()
    return {
        "empty": (b"", "is empty"),
        "DWG": (b"AC1032" + bytes(200), "is a DWG drawing; save it as DXF"),
        "PDF": (b"%PDF-1.7 and so on", "is no DXF"),
        "cut off": (whole[: len(whole) // 2], "save it anew as DXF"),
        "cut off binary": (draw_library().write_binary()[:3000], "save it anew as DXF"),
        "no tags": (b"0\nSECTION\n2\nENTITIES\nLINE\n10\nx\n", "save it anew as DXF"),
    }


@pytest.mark.parametrize("what", hostile())
def test_what_is_no_dxf_is_refused_with_what_to_do(what):
    content, words = hostile()[what]
    with pytest.raises(PlanFormatError, match=re.escape(words)):
        read_dxf(content)


def test_a_binary_drawing_is_read():
    assert read_dxf(draw_library().write_binary(), "branch").plan == read(draw_library()).plan


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-16"])
@pytest.mark.parametrize("version", ["R12", "R2000", "R2010"])
def test_finnish_letters_come_whatever_the_file_says_of_its_encoding(encoding, version):
    sheet = draw_library(version=version)
    stream = io.StringIO()
    sheet.document.write(stream)
    plan = read_dxf(stream.getvalue().encode(encoding), options=MM).plan
    assert "Käsikirjasto ÅÖ" in {unit.name.fi for unit in plan.units}


def test_letters_written_as_numbers_are_read():
    content = draw_library().write().replace("SEINÄ".encode(), rb"SEIN\U+00C4")
    names = {layer.name for layer in read_dxf(content).drawing.layers}
    assert "SEINÄ" in names


def doubling(depth):
    document = ezdxf.new("R2010", units=6)
    for level in range(depth):
        for name in "ab":
            block = document.blocks.new(f"{name}{level}")
            block.add_line((0, 0), (1, 1))
            for inner in "ab" if level else "":
                block.add_blockref(f"{inner}{level - 1}", (0, 0))
    document.modelspace().add_blockref(f"a{depth - 1}", (0, 0))
    stream = io.StringIO()
    document.write(stream)
    return stream.getvalue().encode()


def test_blocks_that_double_and_double_come_to_an_end():
    with pytest.raises(PlanFormatError, match="100000 things once its blocks are drawn out"):
        read_drawing(doubling(40))


def test_a_block_put_a_million_times_is_refused_at_once():
    sheet = draw_library()
    grid = sheet.insert("HYLLYT", "HYLLY", 0, 0)
    grid.dxf.row_count = grid.dxf.column_count = 32_000
    grid.dxf.row_spacing = grid.dxf.column_spacing = 1
    with pytest.raises(PlanFormatError, match="drawn out"):
        read(sheet)


def test_a_file_of_more_entities_than_are_read_is_refused_before_it_is(monkeypatch):
    monkeypatch.setattr("floorplans.formats.dxf.MOST_ENTITIES", 100)
    with pytest.raises(PlanFormatError, match="more than 100 entities"):
        read(draw_library())
    monkeypatch.setattr("floorplans.formats.dxf.MOST_BINARY_BYTES", 100)
    with pytest.raises(PlanFormatError, match="save it as ASCII DXF"):
        read_dxf(draw_library().write_binary())


def test_more_of_a_kind_than_a_plan_can_have_is_refused(monkeypatch):
    monkeypatch.setattr("floorplans.formats.drawings.read.MOST_OF_KIND", 4)
    result = read(draw_library(), layers={"SEINÄ": "nothing", "OVET": "nothing"})
    assert result.plan is None
    assert "5 things of the kind shelf" in result.problems[-1].message
    assert {layer.name for layer in result.drawing.layers} >= {"HYLLYT", "SEINÄ"}


def test_a_block_within_itself_is_counted_and_left():
    sheet = draw_library()
    block = sheet.document.blocks.new("KEHÄ")
    block.add_blockref("KEHÄ", (1, 1))
    sheet.insert("PILARI", "KEHÄ", 1, 1)
    assert "nested too deeply" in left_out(read(sheet))["layer PILARI"]


def test_what_is_nowhere_or_endless_is_counted_and_left():
    sheet = draw_library()
    sheet.space.add_arc((0, 0), 1e15, 0, 90, dxfattribs={"layer": "SEINÄ"})
    sheet.space.add_line((0, 0), (1e300, 1), dxfattribs={"layer": "SEINÄ"})
    sheet.space.add_line((0, 0), (0, 0), dxfattribs={"layer": "SEINÄ"})
    result = read(sheet)
    message = left_out(result)["layer SEINÄ"]
    assert "damaged ARC" in message
    assert "damaged LINE" in message
    assert result.plan is not None


def test_lines_drawn_many_times_over_are_refused_with_the_layers_to_choose_from():
    sheet = Sheet("m")
    for at in range(600):
        sheet.lines("SEINÄ", (at / 50, -1), (at / 50, 13))
        sheet.lines("SEINÄ", (-1, at / 50), (13, at / 50))
    result = read(sheet)
    assert result.plan is None
    assert "cross or cover each other too often" in result.problems[-1].message
