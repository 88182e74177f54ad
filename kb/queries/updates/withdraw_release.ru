#+ summary: Takes a release out of the list, before its graphs are deleted.
#+ parameters: {catalogue: iri, root: iri, release: iri}
#+ used_by: [kb.endpoint.catalogue]

PREFIX dcat: <http://www.w3.org/ns/dcat#>

DELETE DATA { GRAPH ?catalogue { ?root dcat:hasVersion ?release } } ;

DELETE { GRAPH ?catalogue { ?release ?property ?value } }
WHERE { GRAPH ?catalogue { ?release ?property ?value } }
