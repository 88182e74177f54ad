// Write the licences of everything that is in the bundle beside it.
import { readFileSync, readdirSync, writeFileSync, existsSync } from "node:fs";

const folders = ["@codemirror", "@lezer", "@marijn"].flatMap((scope) => readdirSync(`node_modules/${scope}`).map((name) => `${scope}/${name}`));
const names = [...folders, "codemirror", "codemirror-lang-sparql", "crelt", "style-mod", "w3c-keyname"].sort();
const texts = names.map((name) => {
  const about = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8"));
  const file = `node_modules/${name}/LICENSE`;
  return `${name} ${about.version} (${about.license})\n\n${existsSync(file) ? readFileSync(file, "utf8").trim() : about.license}\n`;
});
writeFileSync("../vendor/sparql-editor.LICENCES.txt", texts.join(`\n${"-".repeat(80)}\n\n`));
