"""Faults that can be planted in the code, which of them are drawn, and the table of what became of them."""

from __future__ import annotations

import ast
import csv
import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "benchmarks" / "mutants.csv"
WHERE = (
    "kb/cells/*.py", "kb/clocks/*.py", "kb/release/*.py", "kb/amending/*.py", "kb/embedding/*.py", "loaders/evidence/grading.py",
    "kb/values/resolution.py", "kb/values/status.py", "kb/values/evidence.py", "kb/values/disputes.py",
    "kb/server/governor.py", "kb/server/governed.py", "kb/running/budgets.py", "kb/running/places.py",
)  # fmt: skip
OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """A fault: where it is planted, what stands there before and after, and what became of it."""

    module: str
    line: int
    column: int
    kind: str
    before: str
    after: str
    verdict: str = ""
    killed_by: str = ""
    remark: str = ""

    @property
    def place(self) -> tuple[str, int, int, str, str]:
        """What makes it this fault."""
        return self.module, self.line, self.column, self.kind, self.after


def faults(module: str, text: str) -> Iterator[Mutant]:
    """Every fault that can be planted in the text of a module, in the order of the places."""
    tree = ast.parse(text)
    unread = set(_never_run(tree))
    for node in ast.walk(tree):
        if node in unread or not isinstance(node, (ast.expr, ast.Return)):
            continue
        for kind, after in _faults_at(node):
            before = ast.get_source_segment(text, node) or ""
            yield Mutant(module, node.lineno, node.col_offset, kind, before, after)


def _never_run(tree: ast.AST) -> Iterator[ast.AST]:
    """Annotations, decorators, texts with values in them, and imports for types only."""
    for node in ast.walk(tree):
        found: list[ast.AST | None] = []
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found = [node.returns, *node.decorator_list]
        elif isinstance(node, ast.ClassDef):
            found = [*node.decorator_list]
        elif isinstance(node, ast.arg | ast.AnnAssign):
            found = [node.annotation]
        elif isinstance(node, ast.JoinedStr):
            found = [node]
        for one in found:
            if one is not None:
                yield from ast.walk(one)


def _faults_at(node: ast.expr | ast.Return) -> Iterator[tuple[str, str]]:
    match node:
        case ast.Compare(ops=[one]):
            yield "comparison", f"({ast.unparse(ast.Compare(node.left, [OPPOSITE[type(one)]()], node.comparators))})"
        case ast.BoolOp():
            other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            yield "and/or", f"({ast.unparse(ast.BoolOp(other, node.values))})"
        case ast.UnaryOp(op=ast.Not()):
            yield "not dropped", f"({ast.unparse(node.operand)})"
        case ast.IfExp():
            yield "condition negated", f"({ast.unparse(ast.IfExp(_not(node.test), node.body, node.orelse))})"
        case ast.Constant(value=bool()):
            yield "True/False", str(not node.value)
        case ast.Constant(value=int()):
            yield "constant", str(node.value + 1)
        case ast.Return(value=ast.expr()) if not (isinstance(node.value, ast.Constant) and node.value.value is None):
            yield "return", "return None"


def _not(test: ast.expr) -> ast.expr:
    return ast.UnaryOp(ast.Not(), test)


def conditions(module: str, text: str) -> Iterator[Mutant]:
    """The conditions of statements and of comprehensions, negated."""
    for node in ast.walk(ast.parse(text)):
        tests = [node.test] if isinstance(node, ast.If | ast.While) else node.ifs if isinstance(node, ast.comprehension) else []
        for test in tests:
            before = ast.get_source_segment(text, test) or ""
            if before == "TYPE_CHECKING":
                continue
            yield Mutant(module, test.lineno, test.col_offset, "condition negated", before, f"(not ({ast.unparse(test)}))")


def drawn(count: int, seed: int) -> list[Mutant]:
    """So many faults of all, the same for the same seed and the same code."""
    found: list[Mutant] = []
    for path in sorted(path for pattern in WHERE for path in ROOT.glob(pattern)):
        name, text = str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
        found += sorted({*faults(name, text), *conditions(name, text)}, key=lambda one: one.place)
    return sorted(random.Random(seed).sample(found, count), key=lambda one: one.place)


def planted(text: str, one: Mutant) -> str:
    """The text of a module with a fault in it."""
    lines = text.splitlines(keepends=True)
    head = lines[one.line - 1].encode()[: one.column].decode()
    start = sum(map(len, lines[: one.line - 1])) + len(head)
    assert text.startswith(one.before, start), f"{one.module}:{one.line} reads otherwise"
    lines_lost = "\n" * one.before.count("\n")
    after = one.after + lines_lost if one.kind == "return" else one.after[:-1] + lines_lost + one.after[-1]
    return text[:start] + after + text[start + len(one.before) :]


def in_function(text: str, one: Mutant) -> bool:
    """Whether a fault stands in the body of a function, not among what runs when the module is loaded."""
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return any(node.body[0].lineno <= one.line <= (node.end_lineno or 0) for node in functions)


def read_list(path: Path) -> list[Mutant]:
    """The faults of a table; none where there is no table yet."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [Mutant(**row | {"line": int(row["line"]), "column": int(row["column"])}) for row in csv.DictReader(file)]


def write_list(path: Path, mutants: list[Mutant]) -> None:
    """The table, a line a fault."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Mutant)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(one) for one in mutants)
