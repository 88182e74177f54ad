"""The app: pages in the browser and HTTP routes beside them, in one process.

``python app.py`` serves it with all its limits, options as Streamlit's: ``--server.port 8080``. It also works as
``streamlit run app.py``, as ``uvicorn app:app`` (both without the limits of connections) and under Streamlit's AppTest.
KB_HOME says where releases live (else ``build/``); the other settings stand in docs/operations-service.md.
"""

from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

if get_script_run_ctx(suppress_warning=True) is not None:
    from kb.ui.main import render

    render()
else:
    from kb.server.serving import around_the_app
    from kb.ui.warming import lifespan, options

    app = st.App(Path(__file__).resolve(), lifespan=lifespan, **around_the_app())
    if __name__ == "__main__":
        app.run(config=options(__doc__ or ""))
