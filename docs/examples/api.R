# Compares jurisdictions: Rscript api.R http://127.0.0.1:7878 us eu sg
library(jsonlite)
arguments <- commandArgs(trailingOnly = TRUE)
address <- paste0(arguments[1], "/api/v1/compare?jurisdictions=", paste(arguments[-1], collapse = ","))
table <- fromJSON(address)
print(table$cells[, c("jurisdiction", "question", "label")], row.names = FALSE)
