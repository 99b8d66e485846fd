"""Where a call number stands: from ranges to places."""

from floorplans.shelving.index import ShelfIndex, build_shelf_index
from floorplans.shelving.locate import Taken, find_beginning, is_held, locate, split_call_number
from floorplans.shelving.places import INSIDE_CONFIDENCE, Place

__all__ = [
    "INSIDE_CONFIDENCE",
    "Place",
    "ShelfIndex",
    "Taken",
    "build_shelf_index",
    "find_beginning",
    "is_held",
    "locate",
    "split_call_number",
]
