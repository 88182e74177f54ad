"""Many people who open pages at the same time, each over a connection of their own, as a browser asks and without one."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from urllib.parse import urlsplit

PATIENCE = 60.0


async def open_at_once(address: str, paths: Sequence[str]) -> list[float]:
    """Seconds until each page is whole: the script of it has run to its end and all that it shows has come."""
    return await asyncio.gather(*(asyncio.wait_for(open_page(address, path), PATIENCE) for path in paths))


async def open_page(address: str, path: str) -> float:
    """Seconds from the first call of a page to the end of its script."""
    from streamlit.proto.BackMsg_pb2 import BackMsg
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
    from websockets.asyncio.client import connect

    begun, parts = time.perf_counter(), urlsplit(address + path)
    socket = f"ws://{parts.netloc}/_stcore/stream"
    async with connect(socket, subprotocols=["streamlit"], max_size=None) as connection:  # type: ignore[list-item]
        asked = BackMsg()
        asked.rerun_script.query_string = parts.query
        asked.rerun_script.page_name = parts.path.strip("/")
        asked.rerun_script.context_info.url = f"{parts.scheme}://{parts.netloc}{parts.path}"
        await connection.send(asked.SerializeToString())
        async for message in connection:
            told = ForwardMsg()
            told.ParseFromString(message if isinstance(message, bytes) else message.encode())
            if told.WhichOneof("type") == "script_finished":
                return time.perf_counter() - begun
    raise ConnectionError(f"{path}: the app hung up")
