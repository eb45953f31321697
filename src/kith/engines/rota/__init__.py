"""The rota engine: numbers in, plans and plain words out; nothing here knows a database."""


def compile_all() -> None:
    """Compile every search once; the machine code is kept on disk, so later starts are quick."""
    from kith.engines.rota.formats import FORMATS

    for kind in FORMATS:
        kind.warm()
