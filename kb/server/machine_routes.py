"""Where machines look first: ``/llms.txt``, ``/sitemap.xml`` and ``/.well-known/void``."""

from __future__ import annotations

from urllib.parse import quote
from xml.sax.saxutils import escape

from starlette.requests import Request
from starlette.responses import Response

from kb.asking.formats import FORMATS
from kb.doors.dataset import about, dataset
from kb.doors.declared import OPERATIONS
from kb.graph.network import entities
from kb.release.release import Release
from kb.running.jobs import paid
from kb.server.current import current_release
from kb.server.governed import client_of, governed, in_thread, routes_of
from kb.server.negotiation import choose
from kb.server.service_description import RDF_FORMATS
from kb.ui.sections import NAMES

CORS = {"Access-Control-Allow-Origin": "*"}
MOST_ADDRESSES = 50_000  # what one sitemap may hold


@governed("/llms.txt")
async def llms(request: Request) -> Response:
    """What an assistant that reads this service should know, in Markdown."""
    release = await in_thread(current_release)
    return Response(_for_assistants(release, _origin(request)), media_type="text/plain; charset=utf-8", headers=CORS)


def _for_assistants(release: Release, origin: str) -> str:
    base = release.reader.base()
    how = (
        f"Release {release.id}. Cite a cell with its source and both days: as_of is the day of the law, known_on the day of the "
        "record. 'None found' means that somebody looked; 'not researched' that nobody did."
    )
    lines = [f"# {base.cited_as}", "", f"> {about(base)}", "", how]
    lines += ["", "## Ask", "", f"- [Tools for assistants]({origin}/mcp): Model Context Protocol over HTTP"]
    lines += [f"- [Description of the API]({origin}/openapi.json): OpenAPI 3.1", f"- [SPARQL]({origin}/sparql): read only", ""]
    lines += ["## Operations", ""]
    lines += [f"- [{name}]({origin}/api/v1/{name}): {one.summary}" for name, one in OPERATIONS.items()]
    lines += ["", "## Follow", "", f"- [Feed]({origin}/feed.atom): changes of law and our corrections"]
    return "\n".join([*lines, f"- [Calendar]({origin}/due.ics): what is to be read again"]) + "\n"


@governed("/sitemap.xml")
async def sitemap(request: Request) -> Response:
    """The pages and the entities that this release has."""
    client, has_pages = client_of(request), getattr(request.app.state, "has_pages", True)

    def listed() -> list[str]:
        with paid(client):
            return sorted(entities(current_release()))

    keys, origin = await in_thread(listed), _origin(request)
    pages = [f"{origin}/{'' if name == 'home' else name}" for name in NAMES] if has_pages else [f"{origin}/api/v1"]
    things = [f"{origin}/entity?e={quote(key)}" if has_pages else f"{origin}/id/{quote(key)}" for key in keys]
    urls = "".join(f"<url><loc>{escape(one)}</loc></url>\n" for one in [*pages, *things][:MOST_ADDRESSES])
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return Response(f"{head}{urls}</urlset>\n", media_type="application/xml", headers=CORS)


@governed("/.well-known/void")
async def void(request: Request) -> Response:
    """The base as a dataset with its services, for catalogues (DCAT, VoID)."""
    release = await in_thread(current_release)
    name = choose(request.headers.get("accept", ""), [*RDF_FORMATS]) or "ttl"
    said = dataset(release, _origin(request), RDF_FORMATS[name])
    return Response(said, media_type=FORMATS[name].media, headers={"Vary": "Accept", **CORS})


def _origin(request: Request) -> str:
    return str(request.base_url).rstrip("/")


ROUTES = routes_of(__name__)
