"""A change of the articles that a worker proposed, for the members to talk about."""

from kith.articles.actions import propose_articles
from kith.articles.queries import newest_adopted
from kith.articles.rewriting import with_values
from kith.demo.cast import acting
from kith.foundation.models import Coop

PROPOSER = "Tom Ashworth"
WHY = "Ten in a hundred is too few for a co-op where everybody matters. Let us make it fifteen."


def propose_a_change(coop: Coop) -> None:
    """Propose a larger quorum."""
    text = with_values(newest_adopted(coop).text, {("meetings", "quorum_percent"): 15})
    propose_articles(coop=coop, by=acting(coop, PROPOSER), text=text, why=WHY)
