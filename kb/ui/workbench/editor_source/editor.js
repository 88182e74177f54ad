// The SPARQL editor of the workbench: CodeMirror 6 as a Streamlit component. Built into ../vendor/sparql-editor.js; see README.md.
import { basicSetup } from "codemirror";
import { EditorState, Prec, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, keymap } from "@codemirror/view";
import { indentWithTab } from "@codemirror/commands";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { autocompletion } from "@codemirror/autocomplete";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { tags } from "@lezer/highlight";
import { SparqlLanguage, sparql } from "codemirror-lang-sparql";

const KEYWORDS = (
  "SELECT DISTINCT REDUCED WHERE FILTER OPTIONAL UNION MINUS GRAPH BIND VALUES ORDER BY GROUP HAVING LIMIT OFFSET " +
  "CONSTRUCT ASK DESCRIBE PREFIX BASE FROM NAMED EXISTS NOT IN AS ASC DESC COUNT SUM AVG MIN MAX SAMPLE GROUP_CONCAT SEPARATOR " +
  "STR LANG LANGMATCHES DATATYPE BOUND IRI CONCAT CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER STRLEN SUBSTR UCASE LCASE " +
  "REGEX REPLACE IF COALESCE YEAR MONTH DAY NOW ABS ROUND isIRI isLiteral isBlank"
).split(" ");
const PREFIX_LINE = /^\s*PREFIX\s+([\w-]*):/gim;

const theme = EditorView.theme({
  "&": { fontSize: "14px", color: "var(--st-text-color)", backgroundColor: "var(--st-secondary-background-color)",
         border: "1px solid var(--st-border-color)", borderRadius: "var(--st-base-radius)" },
  "&.cm-focused": { outline: "2px solid var(--st-primary-color)" },
  ".cm-scroller": { fontFamily: "var(--st-code-font, ui-monospace, monospace)", lineHeight: "1.5", minHeight: "16rem", maxHeight: "34rem", overflow: "auto" },
  ".cm-content": { caretColor: "var(--st-text-color)" },
  ".cm-cursor": { borderLeftColor: "var(--st-text-color)" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--st-gray-text-color, #6b7280)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "rgba(128,128,128,.10)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "rgba(100,140,220,.30) !important" },
  ".cm-tooltip": { backgroundColor: "var(--st-background-color)", color: "var(--st-text-color)", border: "1px solid var(--st-border-color)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--st-primary-color)", color: "#fff" },
  ".cm-completionDetail": { opacity: ".75", fontStyle: "normal", marginLeft: ".6em" },
  ".cm-wrong-line": { backgroundColor: "rgba(220,60,60,.16)" },
});
const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--st-blue-text-color, #1d4ed8)", fontWeight: "600" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--st-violet-text-color, #6d28d9)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--st-green-text-color, #15803d)" },
  { tag: [tags.number, tags.bool], color: "var(--st-orange-text-color, #b45309)" },
  { tag: [tags.comment, tags.lineComment], color: "var(--st-gray-text-color, #6b7280)", fontStyle: "italic" },
  { tag: [tags.namespace, tags.propertyName, tags.url, tags.link, tags.atom], color: "var(--st-red-text-color, #b91c1c)" },
]);

const setWrongLine = StateEffect.define();
const wrongLine = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    marks = marks.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(setWrongLine)) {
        marks = effect.value === null ? Decoration.none
          : Decoration.set([Decoration.line({ class: "cm-wrong-line" }).range(effect.value)]);
      }
    }
    return marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});

const instances = new WeakMap();

function declared(text) {
  return new Set([...text.matchAll(PREFIX_LINE)].map((match) => match[1]));
}

// Put a word in place of what was typed, and the declaration of its prefix above if it is missing
function inserting(word, prefixes) {
  return (view, completion, from, to) => {
    const changes = [{ from, to, insert: word }];
    const prefix = word.startsWith("<") ? null : word.split(":")[0];
    const missing = prefix !== null && prefixes[prefix] && !declared(view.state.doc.toString()).has(prefix);
    const line = missing ? `PREFIX ${prefix}: <${prefixes[prefix]}>\n` : "";
    if (line) changes.unshift({ from: 0, insert: line });
    view.dispatch({ changes, selection: { anchor: from + line.length + word.length }, userEvent: "input.complete" });
  };
}

function completing(state) {
  return (context) => {
    const word = context.matchBefore(/[?$]?[\w:./#-]+/);
    if (!word || (word.from === word.to && !context.explicit)) return null;
    const { words, prefixes } = state;
    const text = context.state.doc.toString();
    if (/^[?$]/.test(word.text)) {
      const variables = new Set([...text.matchAll(/[?$](\w+)/g)].map((match) => "?" + match[1]));
      return { from: word.from, options: [...variables].map((label) => ({ label, type: "variable" })), validFor: /^[?$]\w*$/ };
    }
    const options = words.map((one) => ({
      label: one.label, detail: one.detail, info: one.info || undefined, type: one.type, boost: one.boost || 0,
      apply: inserting(one.apply, prefixes),
    }));
    for (const label of KEYWORDS) options.push({ label, type: "keyword", boost: -20 });
    return { from: word.from, options, validFor: /^[\w:./#-]*$/ };
  };
}

function showError(view, error) {
  if (!error) {
    view.dispatch({ effects: setWrongLine.of(null) });
    view.dispatch(setDiagnostics(view.state, []));
    return;
  }
  const line = view.state.doc.line(Math.min(Math.max(error.line, 1), view.state.doc.lines));
  const from = Math.min(line.from + Math.max(error.column - 1, 0), line.to);
  const to = Math.min(from + 1, line.to);
  view.dispatch({ effects: setWrongLine.of(line.from) });
  view.dispatch(setDiagnostics(view.state, [{ from: Math.min(from, to), to, severity: "error", message: error.message }]));
}

export default function (component) {
  const { data, parentElement, setStateValue, setTriggerValue } = component;
  let instance = instances.get(parentElement);
  if (!instance) {
    const root = parentElement.querySelector("#editor");
    instance = { words: [], prefixes: {}, given: null, error: "" };
    const run = () => { setTriggerValue("run", instance.view.state.doc.toString()); return true; };
    instance.view = new EditorView({
      parent: root,
      root: parentElement instanceof ShadowRoot ? parentElement : document,
      state: EditorState.create({
        doc: data.text,
        extensions: [
          Prec.highest(keymap.of([{ key: "Mod-Enter", run }])),
          basicSetup, lintGutter(), keymap.of([indentWithTab]), sparql(), theme, syntaxHighlighting(colours), wrongLine,
          autocompletion({ activateOnTyping: true, maxRenderedOptions: 60 }),
          SparqlLanguage.data.of({ autocomplete: completing(instance) }),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ "aria-label": data.label, spellcheck: "false" }),
          EditorView.domEventHandlers({
            blur: () => {
              const text = instance.view.state.doc.toString();
              if (text !== instance.sent) { instance.sent = text; setStateValue("text", text); }
            },
          }),
        ],
      }),
    });
    instance.given = instance.sent = data.text;
    parentElement.querySelector("#run").onclick = run;
    instances.set(parentElement, instance);
  }
  instance.words = data.words;
  instance.prefixes = data.prefixes;
  const { view } = instance;
  const button = parentElement.querySelector("#run");
  button.disabled = data.running;
  button.textContent = data.running ? data.running_label : data.run_label;
  if (data.version !== instance.version) {
    if (instance.version !== undefined && data.text !== view.state.doc.toString()) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: data.text } });
    }
    instance.version = data.version;
    instance.sent = data.text;
  }
  const error = data.error ? JSON.stringify(data.error) : "";
  if (error !== instance.error) {
    instance.error = error;
    showError(view, data.error);
  }
  return () => { view.destroy(); instances.delete(parentElement); };
}
