from pathlib import Path

import pytest

from floorplans.formats.tables.apply import COLUMNS

DOCUMENT = Path(__file__).parents[4] / "docs" / "plan-formats.md"


@pytest.mark.parametrize("table", COLUMNS)
def test_no_two_columns_of_a_table_have_a_name_in_common(table):
    names = [name for column in COLUMNS[table] for name in column.folded_names()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("table", COLUMNS)
def test_every_column_is_in_the_document_with_its_finnish_and_swedish_names(table):
    _, _, rest = DOCUMENT.read_text(encoding="utf-8").partition(f"**{table}**")
    rows = [line for line in rest.partition("**\n")[0].splitlines() if line.startswith("| `")]
    for column in COLUMNS[table]:
        assert any(
            row.startswith(f"| `{column.name}` | {column.fi} | {column.sv} | ") for row in rows
        )
