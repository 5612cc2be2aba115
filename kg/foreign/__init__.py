"""Files of other programs, plug-ins, named among the entry points of ``pyproject.toml``."""

from kg.convert import Style
from kg.facts.selection import ordered
from kg.mapping.threshold import is_kept
from kg.model import Graph, Statement


def trusted(graph: Graph, style: Style) -> tuple[Statement, ...]:
    """What may go into a form that has no field for how sure a statement is, in order; what is left out is told.

    That is what only a language model proposed, and what ``kg build`` leaves out by default.
    """
    said = [one for one in ordered(graph) if not one.is_proposed]
    found = tuple(one for one in said if is_kept(one, beside_better=False))
    style.count(len(graph.statements) - len(said), "statements left out that only a language model proposed")
    style.count(len(said) - len(found), "statements left out below the default confidence")
    return found
