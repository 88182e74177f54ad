"""Every governed route, of the app and of ``kb serve``: health, embedded comparisons, the endpoint, addresses of entities."""

from __future__ import annotations

from starlette.routing import Match
from starlette.types import Scope

from kb.server import api_routes, embed_routes, entity_routes, feed_routes, health, machine_routes, mcp_route, sparql_routes
from kb.ui.sections import NAMES

ROUTES = [
    *health.ROUTES,
    *embed_routes.ROUTES,
    *sparql_routes.ROUTES,
    *entity_routes.ROUTES,
    *api_routes.ROUTES,
    *mcp_route.ROUTES,
    *feed_routes.ROUTES,
    *machine_routes.ROUTES,
]
OF_STREAMLIT = ("/_stcore/", "/static/", "/media/", "/component/")
FILES_OF_STREAMLIT = ("/", "/favicon.png", "/manifest.json", "/index.html")
CLOSED = ("/_stcore/metrics", "/_stcore/upload_file", "/_stcore/agent")


def is_of_the_app(scope: Scope) -> bool:
    """Whether the app has such a path: one of its pages, of its routes, or of what its pages load."""
    path, root = scope["path"], scope.get("root_path", "")
    path = path.removeprefix(root) if root else path
    if path.startswith(CLOSED):
        return False
    if path in FILES_OF_STREAMLIT or path.startswith(OF_STREAMLIT) or path.strip("/") in NAMES:
        return True
    return scope["type"] == "http" and any(route.matches(scope)[0] is not Match.NONE for route in ROUTES)
