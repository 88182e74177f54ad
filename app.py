"""The app: pages in the browser and HTTP routes beside them, in one process.

Works as ``streamlit run app.py``, as ``uvicorn app:app`` and under Streamlit's AppTest.
"""

from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

if get_script_run_ctx(suppress_warning=True) is not None:
    from kb.ui.main import render

    render()
else:
    from kb.server.routes import ROUTES
    from kb.ui.warming import lifespan

    app = st.App(Path(__file__).resolve(), routes=ROUTES, lifespan=lifespan)
    if __name__ == "__main__":
        app.run()
