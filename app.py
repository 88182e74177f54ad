"""The app: pages in the browser and HTTP routes beside them, in one process.

``python app.py`` serves it with all its limits. Its options are Streamlit's; those that matter:

  --server.port 8080             the port, 8501 unless set
  --server.address 0.0.0.0       the address to listen on, this machine's own 127.0.0.1 unless set
  --server.headless true         open no browser and ask nothing
  --server.baseUrlPath policy    below a prefix of the host

What else is set, such as that nothing is sent to anybody, stands in .streamlit/config.toml beside this file. KB_HOME says
where releases live (else build/), KB_FACTS where the facts are (else facts/); the other settings stand in
docs/operations-service.md. It also works as ``streamlit run app.py``, as ``uvicorn app:app`` (both without the limits of
connections) and under Streamlit's AppTest.
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
