"""The seal of a Word document or of slides, as a custom XML part: data of its own that no reader sees and no page shows."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from kb.naming.namespaces import SEAL

FOLDER, MEDIA_TYPE = "customXml/", "application/xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"


def put_seal(document: Any, text: str) -> None:
    """Add a seal to a document of python-docx or to slides of python-pptx, as ``customXml/item1.xml`` or the next free number."""
    from lxml import etree

    root = etree.Element(f"{{{SEAL}}}seal", nsmap={None: SEAL})
    root.text = text
    package = document.part.package
    names = {str(part.partname) for part in package.iter_parts()}
    number = next(n for n in range(1, len(names) + 2) if f"/{FOLDER}item{n}.xml" not in names)
    document.part.relate_to(_part(document, f"/{FOLDER}item{number}.xml", etree.tostring(root), package), RELATION)


def _part(document: Any, name: str, data: bytes, package: Any) -> Any:
    """A part of the package by the class of its library, which agree in all but the order of arguments."""
    if type(document).__module__.startswith("pptx"):
        from pptx.opc.package import Part as SlidePart
        from pptx.opc.packuri import PackURI as SlideName

        return SlidePart(SlideName(name), MEDIA_TYPE, package, data)
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    return Part(PackURI(name), MEDIA_TYPE, data, package)


def seals_in(data: bytes) -> Iterator[str]:
    """The seals in the custom XML parts of a document; what is no XML is none."""
    from lxml import etree

    archive = zipfile.ZipFile(io.BytesIO(data))
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    for name in sorted(archive.namelist()):
        if name.startswith(FOLDER) and name.endswith(".xml"):
            try:
                root = etree.fromstring(archive.read(name), parser)
            except etree.XMLSyntaxError:
                continue
            if root.tag == f"{{{SEAL}}}seal":
                yield root.text or ""
