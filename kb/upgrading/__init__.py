"""The data of a release of an earlier format, said as this program reads them."""
