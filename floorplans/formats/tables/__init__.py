"""Ranges, shelves and aliases as tables, in which a librarian works with a spreadsheet.

- `sheets` a table as it stands in a file, and CSV; `cells` what is written in a cell.
- `reading` rows with their header, and what is wrong with them; `lookup` what cells name.
- `ranges`, `shelves`, `aliases` and `first_items` records to rows and back, one module each.
- `apply` a plan with what tables say.
"""
