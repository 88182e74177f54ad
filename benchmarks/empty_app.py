"""A page with nothing on it but a line and a button: what Streamlit, the browser and the machine take by themselves."""

import streamlit as st

st.set_page_config(page_title="Empty", layout="wide")
st.button("Again")
st.caption("Release of nothing")
