"""Files of other programs, plug-ins: a module a format, named among the entry points of ``pyproject.toml``."""
