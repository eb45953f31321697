"""The rota engine: numbers in, plans and plain words out; nothing here knows a database."""

from kith.engines.rota import machine_code


def is_compiled() -> bool:
    """True when every search was compiled from the sources as they are now."""
    return machine_code.is_complete()


def compile_all() -> None:
    """Compile every search once; the machine code is kept on disk, so later starts are quick."""
    from kith.engines.rota.formats import FORMATS

    for kind in FORMATS:
        kind.warm()
    machine_code.say_complete()
