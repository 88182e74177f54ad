// Compares jurisdictions: node api.mjs http://127.0.0.1:7878 us eu sg
const [address, ...jurisdictions] = process.argv.slice(2);
const answer = await fetch(`${address}/api/v1/compare?jurisdictions=${jurisdictions.join(",")}`);
const table = await answer.json();
if (!answer.ok) {
  console.error(table.detail, table.refusal?.nearest ?? "");
  process.exit(1);
}
for (const cell of table.cells) {
  console.log([cell.jurisdiction, cell.question, cell.label].join("\t"));
}
