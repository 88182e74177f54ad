#+ summary: Makes a release whose graphs are loaded the current one, in one update of several steps.
#+ parameters: {catalogue: iri, root: iri, release: iri, licence: iri, identifier: string, manifest: string, published: string}
#+ used_by: [kb.endpoint.catalogue]

PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX prov: <http://www.w3.org/ns/prov#>

DELETE { GRAPH ?catalogue { ?root dcat:hasCurrentVersion ?earlier } }
WHERE { GRAPH ?catalogue { ?root dcat:hasCurrentVersion ?earlier } } ;

DELETE { GRAPH ?catalogue { ?release ?property ?value } }
WHERE { GRAPH ?catalogue { ?release ?property ?value } } ;

INSERT DATA {
  GRAPH ?catalogue {
    ?root dcat:hasCurrentVersion ?release ; dcat:hasVersion ?release .
    ?release dct:identifier ?identifier ; dct:issued ?published ; dct:license ?licence ; prov:value ?manifest .
  }
}
