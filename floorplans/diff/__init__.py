"""What differs between two plans, as data; `kiosk_ui.changes` says it in words."""
