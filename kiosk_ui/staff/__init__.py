"""What the staff's pages show: frozen records that the server fills and the templates read."""
