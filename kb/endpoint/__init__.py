"""A SPARQL engine elsewhere as the store: releases are published to it and read from it by the SPARQL 1.1 Protocol."""

ENDPOINT_SETTING = "KB_ENDPOINT"
