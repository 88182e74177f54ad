"""Results as files: the W3C formats byte for byte, spreadsheets that run nothing, counts that hold while rows stream."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook
from pyoxigraph import QueryResultsFormat, RdfFormat, Store, parse

from kb.asking.formats import FORMATS, formats_of, write_query
from kb.asking.rows import QueryResult
from kb.asking.sandbox import prepare, run_query, stream_query
from kb.errors import LimitError, UsageError
from kb.release.release import Release
from kb.running.limits import Limits
from kb.running.row_counting import COUNTERS
from kb.running.sink import ResultSink, TooLargeError, TooManyRowsError

# the example of the W3C: SPARQL 1.1 Query Results CSV and TSV Formats, sections 3 and 4, and its neighbours
BOOKS = """
SELECT ?x ?literal { VALUES (?x ?literal) {
  (<http://example/x> "String")
  (<http://example/x> "String-with-dquote\\"")
  (_:unused "x") } }
""".replace("(_:unused", "(<http://example/x>")
AWKWARD = r"""
SELECT ?a ?b { VALUES (?a ?b) {
  ("comma, \"quote\"" 5) ("line\nfeed" 2.5) ("tab\tand\rreturn" true)
  ("hallo"@de UNDEF) (<http://e/a> "") (UNDEF UNDEF) } }
"""
FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", '=HYPERLINK("http://e/","x")', "\tx", "\rx", "http://e/", "mailto:a@b", "007"]
ROWS = "SELECT ?n { VALUES ?n { 1 2 3 4 5 6 7 8 9 } }"


def written(release: Release, text: str, format_name: str, limits: Limits | None = None) -> bytes:
    output = io.BytesIO()
    write_query(release, prepare(release, text), format_name, output, limits)
    return output.getvalue()


def test_csv_is_that_of_the_standard_byte_for_byte(mini_release: Release):
    assert written(mini_release, BOOKS, "csv") == (
        b'x,literal\r\nhttp://example/x,String\r\nhttp://example/x,"String-with-dquote"""\r\nhttp://example/x,x\r\n'
    )
    assert written(mini_release, AWKWARD, "csv") == (
        b'a,b\r\n"comma, ""quote""",5\r\n"line\nfeed",2.5\r\n"tab\tand\rreturn",true\r\nhallo,\r\nhttp://e/a,\r\n,\r\n'
    )


def test_tsv_is_that_of_the_standard_byte_for_byte(mini_release: Release):
    assert written(mini_release, AWKWARD, "tsv") == (
        b'?a\t?b\n"comma, \\"quote\\""\t5\n"line\\nfeed"\t2.5\n"tab\\tand\\rreturn"\ttrue\n"hallo"@de\t\n<http://e/a>\t""\n\t\n'
    )


def test_json_is_that_of_the_standard(mini_release: Release):
    found = json.loads(written(mini_release, AWKWARD, "json"))
    integer, decimal = ("http://www.w3.org/2001/XMLSchema#" + name for name in ("integer", "decimal"))
    assert found["head"] == {"vars": ["a", "b"]}
    assert found["results"]["bindings"][:2] == [
        {"a": {"type": "literal", "value": 'comma, "quote"'}, "b": {"type": "literal", "value": "5", "datatype": integer}},
        {"a": {"type": "literal", "value": "line\nfeed"}, "b": {"type": "literal", "value": "2.5", "datatype": decimal}},
    ]
    assert found["results"]["bindings"][3:] == [
        {"a": {"type": "literal", "value": "hallo", "xml:lang": "de"}},
        {"a": {"type": "uri", "value": "http://e/a"}, "b": {"type": "literal", "value": ""}},
        {},
    ]
    assert written(mini_release, "ASK {}", "json") == b'{"head":{},"boolean":true}'


def test_xml_is_that_of_the_standard_and_keeps_every_character(mini_release: Release):
    text = written(mini_release, AWKWARD, "xml")
    assert text.startswith(
        b'<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="a"/>'
    )
    space = {"s": "http://www.w3.org/2005/sparql-results#"}
    literals = [one.text for one in ElementTree.fromstring(text).findall(".//s:binding[@name='a']/s:literal", space)]
    assert literals == ['comma, "quote"', "line\nfeed", "tab\tand\rreturn", "hallo"]


def test_xml_stays_well_formed_whatever_a_value_holds(mini_release: Release):
    text = 'SELECT ?x { BIND("a\\u0001b\\u000Cc\\uFFFEd <&> ]]>" AS ?x) }'
    root = ElementTree.fromstring(written(mini_release, text, "xml"))
    assert [one.text for one in root.findall(".//{*}literal")] == ["a\ufffdb\ufffdc\ufffdd <&> ]]>"]
    assert [
        one.text
        for one in ElementTree.fromstring(QueryResult(run_query(mini_release, text)).write("xml")).findall(".//{*}literal")
    ]


def test_a_character_that_two_pieces_share_is_replaced_whole():
    sent: list[bytes] = []
    sink = ResultSink(sent.append, "xml", 10, 10**7)
    sink.write(b"x" * 65_536 + b"\xef\xbf")
    sink.write(b"\xbe y")
    sink.close()
    assert b"".join(sent).decode() == "x" * 65_536 + "\ufffd y"


@pytest.mark.parametrize("format_name", COUNTERS)
@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_rows_are_counted_right_in_every_format_and_in_every_chunk(format_name: str, size: int):
    nasty = '"},{ [{ <result> \\\\" \\n,\\r\\n ""'
    text = f"SELECT ?a ?b {{ VALUES (?a ?b) {{ ('''{nasty}''' 1) (UNDEF UNDEF) ('\\\\' '\"') ('x' UNDEF) (UNDEF '\\n\\n') }} }}"
    formats = {
        "csv": QueryResultsFormat.CSV,
        "tsv": QueryResultsFormat.TSV,
        "json": QueryResultsFormat.JSON,
        "xml": QueryResultsFormat.XML,
    }
    body = Store().query(text).serialize(format=formats[format_name])
    counter = COUNTERS[format_name]()
    for start in range(0, len(body), size):
        counter.take(body[start : start + size])
    assert counter.rows == 5


@pytest.mark.parametrize("format_name", COUNTERS)
def test_no_rows_are_no_rows(format_name: str, mini_release: Release):
    output = io.BytesIO()
    told = stream_query(mini_release, prepare(mini_release, "SELECT ?x { ?x a <http://none> }"), format_name, output)
    assert (told.rows, told.kind, told.columns) == (0, "rows", ["x"])


@pytest.mark.parametrize("format_name", formats_of("rows"))
def test_the_row_limit_holds_in_every_format(format_name: str, mini_release: Release):
    assert written(mini_release, ROWS, format_name, Limits(rows=9))
    with pytest.raises(LimitError, match="more rows than the limit of 8") as caught:
        written(mini_release, ROWS, format_name, Limits(rows=8))
    assert caught.value.limit == "rows"


@pytest.mark.parametrize("format_name", formats_of("graph"))
def test_the_row_limit_holds_for_the_triples_of_a_graph(format_name: str, mini_release: Release):
    text = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 50"
    assert written(mini_release, text, format_name, Limits(rows=50))
    with pytest.raises(LimitError, match="more rows than the limit of 20"):
        written(mini_release, text, format_name, Limits(rows=20))


@pytest.mark.parametrize("format_name", ["ttl", "nt", "nq", "trig", "jsonld", "rdf"])
def test_a_graph_is_the_same_in_every_format(format_name: str, mini_release: Release):
    text = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 200"
    formats = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "nq": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG}
    formats |= {"jsonld": RdfFormat.JSON_LD, "rdf": RdfFormat.RDF_XML}
    found = {quad.triple for quad in parse(written(mini_release, text, format_name), format=formats[format_name])}
    plain = {quad.triple for quad in parse(written(mini_release, text, "nt"), format=RdfFormat.N_TRIPLES)}
    assert found == plain and len(plain) == 200


def test_a_longer_answer_may_be_cut_where_that_is_asked_for_and_says_so(mini_release: Release):
    answer = run_query(mini_release, "SELECT * { ?s ?p ?o . ?a ?b ?c }", limits=Limits(rows=1_000), may_cut=True)
    assert answer.told.is_cut and answer.told.rows == 1_000
    assert len(QueryResult(answer)) == 1_000
    whole = run_query(mini_release, ROWS, limits=Limits(rows=1_000), may_cut=True)
    assert not whole.told.is_cut and [row["n"] for row in QueryResult(whole)] == list("123456789")


def test_the_sink_stops_at_its_limits():
    sink = ResultSink(lambda data: None, "tsv", 2, 100)
    with pytest.raises(TooManyRowsError):
        sink.write(b"?x\n1\n2\n3\n")
    with pytest.raises(TooLargeError):
        ResultSink(lambda data: None, "tsv", 200, 5).write(b"?x\n1\n2\n3\n")


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(mini_release: Release):
    values = " ".join(json.dumps(text) for text in FORMULAS)
    book = load_workbook(io.BytesIO(written(mini_release, f"SELECT ?v {{ VALUES ?v {{ {values} }} }}", "xlsx")))
    cells = [row[0] for row in book["result"].iter_rows(min_row=2)]
    assert [cell.data_type for cell in cells] == ["s"] * len(FORMULAS)
    assert [str(cell.value).replace("_x000D_", "\r").strip() for cell in cells] == [text.strip() for text in FORMULAS]
    assert not any(cell.hyperlink for cell in cells)


def test_a_workbook_has_numbers_days_and_the_query(mini_release: Release):
    text = """SELECT * { VALUES (?n ?d ?big ?open ?t) {
      (12.5 "2025-01-19"^^<http://www.w3.org/2001/XMLSchema#date> 12345678901234567890
       "9999-12-31"^^<http://www.w3.org/2001/XMLSchema#date> "1.10") } }"""
    book = load_workbook(io.BytesIO(written(mini_release, text, "xlsx")))
    names = [cell.value for cell in book["result"][1]]
    row = {name: cell.value for name, cell in zip(names, book["result"][2], strict=True)}
    assert row["n"] == 12.5 and row["d"].date().isoformat() == "2025-01-19" and row["t"] == "1.10"
    assert row["big"] == "12345678901234567890"
    about = {row[0].value: row[1].value for row in book["about"].iter_rows()}
    assert about["release"] == mini_release.id and about["query"].startswith("SELECT *")
    assert about["licence"] == "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/"


def test_a_text_too_long_for_a_cell_is_cut_with_a_mark(mini_release: Release):
    text = 'SELECT ?x { BIND("0123456789" AS ?a) ' + " ".join(
        f"BIND(CONCAT(?{a}, ?{a}) AS ?{b})" for a, b in zip("abcdefghijkl", "bcdefghijklm", strict=True)
    )
    book = load_workbook(io.BytesIO(written(mini_release, f"{text} BIND(?m AS ?x) }}", "xlsx")))
    value = book["result"]["A2"].value
    assert len(value) == 32_767 and value.endswith("[cut: a cell holds 32,767 characters]")


def test_parquet_columns_have_the_type_that_all_their_values_have(mini_release: Release):
    import pyarrow.parquet as pq

    text = """SELECT ?n ?mixed ?day ?yes ?iri { VALUES (?n ?mixed ?day ?yes ?iri) {
      (1 1 "2025-01-19"^^<http://www.w3.org/2001/XMLSchema#date> true <http://e/a>)
      (2 "x" UNDEF false UNDEF) } } ORDER BY ?n"""
    table = pq.read_table(io.BytesIO(written(mini_release, text, "parquet")))
    assert [str(field.type) for field in table.schema] == ["int64", "string", "date32[day]", "bool", "string"]
    assert table.to_pylist()[0]["n"] == 1 and table.to_pylist()[1] == {
        "n": 2,
        "mixed": "x",
        "day": None,
        "yes": False,
        "iri": None,
    }
    assert table.schema.metadata[b"policykb:release"].decode() == mini_release.id


def test_formats_know_their_kinds(mini_release: Release):
    for kind, text in {"rows": ROWS, "boolean": "ASK {}", "graph": "CONSTRUCT { ?s a ?s } WHERE { ?s a ?t } LIMIT 1"}.items():
        for name, one in FORMATS.items():
            if kind in one.kinds:
                assert written(mini_release, text, name)
            else:
                with pytest.raises(UsageError, match=f"a {kind} answer has no format '{name}'"):
                    written(mini_release, text, name)


XSD = "http://www.w3.org/2001/XMLSchema#"
TYPED = f"""
SELECT ?who ?share ?when ?local ?yes ?text {{ VALUES (?who ?share ?when ?local ?yes ?text) {{
  (<https://w3id.org/policykb/id/jurisdiction/xa> 2.50 "2024-01-01T10:00:00+02:00"^^<{XSD}dateTime>
    "2024-01-01T10:00:00"^^<{XSD}dateTime> true "hallo"@de)
  (<https://example.org/other> 1000.125 "2024-05-01T10:00:00Z"^^<{XSD}dateTime>
    "2024-01-01T10:00:00"^^<{XSD}dateTime> false "plain") }} }}
"""


def test_a_parquet_file_has_exact_decimals_moments_in_utc_and_truths(mini_release: Release):
    import pyarrow.parquet as pq

    table = pq.read_table(io.BytesIO(written(mini_release, TYPED, "parquet")))
    kinds = [str(field.type) for field in table.schema]
    assert kinds == ["string", "decimal128(38, 9)", "timestamp[us, tz=UTC]", "string", "bool", "string"]
    first = table.to_pylist()[0]
    assert first["share"] == Decimal("2.5") and first["when"].isoformat() == "2024-01-01T08:00:00+00:00" and first["yes"] is True


def test_a_workbook_has_typed_cells_links_under_their_names_and_pages_as_wide_as_paper(mini_release: Release):
    sheet = load_workbook(io.BytesIO(written(mini_release, TYPED, "xlsx")))["result"]
    first, second = (list(row) for row in sheet.iter_rows(min_row=2))
    assert [cell.data_type for cell in first] == ["s", "n", "d", "s", "b", "s"]
    assert (first[0].value, first[0].hyperlink.target) == ("Examplia", "https://w3id.org/policykb/id/jurisdiction/xa")
    assert second[0].value == second[0].hyperlink.target == "https://example.org/other"
    assert first[2].value.isoformat() == "2024-01-01T08:00:00" and first[4].value is True
    assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.fitToHeight == 0 and first[5].alignment.wrap_text
    widths = [sheet.column_dimensions[name].width for name in ("A", "E")]
    assert widths[0] > widths[1]


@pytest.mark.parametrize("name", ["csv", "tsv", "xlsx", "parquet", "md"])
def test_languages_and_datatypes_stand_beside_on_demand(mini_release: Release, name: str):
    output = io.BytesIO()
    write_query(mini_release, prepare(mini_release, TYPED), name, output, companions=True)
    heads = ["who", "share", "share_datatype", "when", "when_datatype", "local", "local_datatype", "yes", "yes_datatype", "text"]
    heads.append("text_language")
    if name == "csv":
        lines = output.getvalue().decode().split("\r\n")
        assert lines[0] == ",".join(heads) and lines[1].endswith(f",true,{XSD}boolean,hallo,de") and lines[2].endswith(",plain,")
    elif name == "tsv":
        assert output.getvalue().decode().splitlines()[0] == "\t".join(f"?{head}" for head in heads)
    elif name == "xlsx":
        assert [cell.value for cell in load_workbook(output)["result"][1]] == heads
    elif name == "parquet":
        import pyarrow.parquet as pq

        assert pq.read_table(output).column_names == heads
    else:
        assert output.getvalue().decode().splitlines()[0].replace("\\", "") == f"| {' | '.join(heads)} |"


@pytest.mark.parametrize("name", ["json", "xml"])
def test_formats_that_say_kinds_themselves_have_no_companions(mini_release: Release, name: str):
    with pytest.raises(UsageError, match="says languages and datatypes itself"):
        write_query(mini_release, prepare(mini_release, TYPED), name, io.BytesIO(), companions=True)
