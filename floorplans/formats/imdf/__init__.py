"""IMDF 1.0.0: archives of plans, out and in."""

from __future__ import annotations

from floorplans.formats.imdf.archive import check_imdf, read_imdf
from floorplans.formats.imdf.building import Address
from floorplans.formats.imdf.write import doubt_export, write_imdf

__all__ = ["Address", "check_imdf", "doubt_export", "read_imdf", "write_imdf"]
