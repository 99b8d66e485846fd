"""The shell: HTTP, command line, storage, live updates."""
