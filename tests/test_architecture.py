"""The house keeps its shape: direction of imports, sizes, names, where SPARQL, IRIs and streamlit may stand."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from benchmarks.imports import imported

ROOT = Path(__file__).resolve().parent.parent
LISTED = subprocess.run(
    ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"],
    cwd=ROOT,
    capture_output=True,
    text=True,
    check=False,
).stdout.split()
FILES = sorted(path for path in map(ROOT.joinpath, LISTED) if path.exists()) or sorted(ROOT.glob("[!.]*/**/*.py"))
CODE = [path for path in FILES if path.relative_to(ROOT).parts[0] not in ("tests", "benchmarks")]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_there_is_code_to_check():
    assert len(CODE) > 40


def test_loaders_import_nothing_of_kb_and_nobody_imports_the_app():
    for path in CODE:
        modules = {module for module in imported(path) if module != "kb"}
        if name(path).startswith("loaders/"):
            up = {module for module in modules if module.startswith("kb.") and not module.startswith("kb.loaders")}
            assert not up, f"{name(path)} looks up the pipeline"
        assert not {"app", "loaders"} & {module.partition(".")[0] for module in modules}, (
            f"{name(path)} imports the app, or calls kb.loaders by the name of its folder"
        )


def test_only_the_app_and_its_pages_import_streamlit():
    for path in CODE:
        if name(path) != "app.py" and not name(path).startswith("kb/ui/"):
            assert "streamlit" not in {module.partition(".")[0] for module in imported(path)}, name(path)


def test_what_compare_imports_is_light():
    code = "import sys, kb.commands.cli, kb.commands.asking.compare, kb.cells.comparison, kb.opening.current, kb.tables.markdown"
    code += "; print(*sorted(sys.modules))"
    loaded = subprocess.run(["python", "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, env=_environment())
    heavy = {"rdflib", "pandas", "pyshacl", "streamlit", "pydantic", "networkx", "pyarrow", "numpy"}
    heavy |= {"pyoxigraph", "rich", "difflib", "kb.endpoint.address"}
    assert not heavy & set(loaded.stdout.split()), loaded.stderr


def _environment() -> dict[str, str]:
    import os
    import sys

    return os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}


@pytest.mark.parametrize("path", CODE, ids=name)
def test_files_and_functions_are_short(path):
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 300, f"{name(path)}: split it; 300 lines are the limit"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno - node.lineno < 40, f"{name(path)}:{node.lineno} {node.name} is longer than 40 lines"


@pytest.mark.parametrize("path", CODE, ids=name)
def test_modules_open_with_one_sentence_and_have_speaking_names(path):
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), f"{name(path)} does not say what it is for"
    assert not re.search(r"(^|_)(utils?|helpers?|common|misc)\.py$", path.name), f"{name(path)}: name the noun"


def strings(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def test_no_sparql_in_python_strings_but_in_doctests():
    for path in CODE:
        if name(path) in ("kb/sparql/binding.py", "kb/sparql/stored.py"):
            continue
        for text in strings(path):
            assert not re.search(r"\b(SELECT|CONSTRUCT|ASK|DESCRIBE)\b[^\"]*\{", text), f"{name(path)}: {text[:60]}"


def test_iris_are_minted_in_one_module():
    for path in CODE:
        if name(path) not in ("kb/naming/namespaces.py", "kb/naming/iris.py", "loaders/words.py", "kb/commands/cli.py"):
            docs = {ast.get_docstring(node) for node in ast.walk(ast.parse(path.read_text())) if _has_docstring(node)}
            found = [text for text in strings(path) if "w3id.org/policykb" in text and text not in docs]
            assert not found, f"{name(path)} builds an IRI of ours: {found[0][:80]}"


def _has_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)


def test_stored_queries_and_their_users_name_each_other():
    for path in sorted((ROOT / "kb/queries").glob("*.rq")):
        users = re.search(r"^#\+ used_by: \[(.+)\]$", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert users, f"{path.name} does not say who uses it"
        for module in users.group(1).split(", "):
            source = (ROOT / (module.replace(".", "/") + ".py")).read_text(encoding="utf-8")
            assert f'"{path.stem}"' in source, f"{module} does not use {path.name}"


def test_the_public_names_are_few():
    import kb

    values, verbs = {"View", "Table", "Comparison", "Limits"}, {"open", "connect", "__version__"}
    errors = {name for name in kb.__all__ if isinstance(getattr(kb, name), type) and issubclass(getattr(kb, name), Exception)}
    assert set(kb.__all__) == values | verbs | errors and "KnowledgeBaseError" in errors
