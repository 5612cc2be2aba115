"""The output formats of this package, a module each with ``FORMATS``; what is heavy is imported when it is used."""
