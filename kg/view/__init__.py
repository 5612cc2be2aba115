"""Pictures, pages and the server: a house of its own, unknown to the core; the extra ``view`` installs it."""

from kg.errors import check_extra

check_extra(
    "view",
    ("h11", "prometheus_client", "pygraphviz", "reportlab", "starlette", "uvicorn"),
    "pictures and pages are made with",
)
