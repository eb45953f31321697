"""Run beside a served demo, with its KITH_VAR: prints every page there is and who may open it, as JSON.

`python -m tests.journeys.every_page` adds what the examples need and signs everybody in.
"""

import json
import logging
import sys
from collections.abc import Iterator

import django

django.setup()

from django.conf import settings  # noqa: E402  # only after the rooms are ready
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from kith.foundation.permissions import roles  # noqa: E402
from tests.access.addresses import Address, addresses  # noqa: E402
from tests.access.cast import ROLES, VISITOR, Cast, found_cast  # noqa: E402
from tests.access.samples import Samples  # noqa: E402

PARTS = {"rota:progress", "meetings:live"}  # no pages: others put them into themselves
MORE = {  # the same address, asked in other ways
    "rota:week": ("?by=people", "?visit={slot}"),
    "rota:sharing": ("?week={week}&order=need",),
    "rota:my-week": ("?week={week}",),
    "people:people": ("?q=zzz",),
}


def pages(cast: Cast, samples: Samples) -> Iterator[tuple[str, str]]:
    """(who, path). A page without arguments looks different to each role; of the others one reader is enough."""
    for address in addresses():
        if address.name in PARTS:
            continue
        path = reverse(address.name, kwargs=samples.example(address))
        readers = [who for who in may_open(address) if opens(cast.client(who), path)]
        own = set(address.arguments) <= {"coop"} and address.access.permission  # type: ignore[union-attr]
        for who in readers if own else readers[:1]:
            yield who, path
        for more in MORE.get(address.name, ()) if readers else ():
            slot, week = samples.value(address, "slot"), samples.value(address, "week")
            yield readers[0], path + more.format(slot=slot, week=week)


def may_open(address: Address) -> Iterator[str]:
    """Those who may, the likeliest first."""
    access = address.access
    if access is None or access.why_open:
        yield VISITOR
        return
    for role in ROLES:
        if access.permission is None or access.permission in roles()[role].permissions:
            yield role


def opens(client: Client, path: str) -> bool:
    """True when a page comes: no form's target, file or redirect."""
    answer = client.get(path)
    return answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")


def main() -> None:
    logging.disable()  # refusals are part of finding out
    settings.ALLOWED_HOSTS = ["testserver"]
    cast = found_cast()
    found = sorted(set(pages(cast, Samples(cast))))
    sessions = {
        who: cast.client(who).cookies[settings.SESSION_COOKIE_NAME].value
        for who in {who for who, _ in found} - {VISITOR}
    }
    sys.stdout.write(json.dumps({"pages": found, "sessions": sessions}))


if __name__ == "__main__":
    main()
