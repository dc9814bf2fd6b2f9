"""What a stored notebook has to be. Each rule is a function: a notebook in, the sentences on what is wrong out."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import nbformat
from nbformat import NotebookNode

from tools.stamp import claims_written, code_cells, code_stamp, python
from tools.store import WIDGET, faults
from tools.table import Row, weakness

MOST_BYTES, MOST_LINES = 1_000_000, 25
WARNING = re.compile(r"^\S*:\d+: \w*Warning: ", re.MULTILINE)
MACHINE_PATH = re.compile(r"(?<![\w.])/(root|work|tmp|home/\w+|Users/\w+)/|\b[A-Z]:\\+Users\b")
DATA_URI = re.compile(r"data:[\w/+.-]+;base64,[\w+/=]+")
HEADING = re.compile(r"(#{1,6})\s")
SEED_WORDS = re.compile(r"(^|__)(random_state|random_seed|seed)$")
SEEDED = {"seed", "manual_seed", "default_rng", "RandomState", "SeedSequence"}


def outputs(nb: NotebookNode) -> Iterator[tuple[int, NotebookNode]]:
    """Every output with the number of its cell, counted from 1 over all cells."""
    for number, cell in enumerate(nb.cells, 1):
        for output in cell.get("outputs", []):
            yield number, output


def shown(output: NotebookNode) -> dict[str, str]:
    """The texts of an output by kind; pictures given as data are left out of them."""
    texts = {"text/plain": output.text} if "text" in output else dict(output.get("data", {}))
    return {kind: DATA_URI.sub("", text) for kind, text in texts.items() if kind.startswith("text/")}


# --- stored outputs ---------------------------------------------------------------------------------------


def run_from_the_top(nb: NotebookNode) -> list[str]:
    counts = [cell.execution_count for cell in code_cells(nb)]
    in_order = counts == list(range(1, len(counts) + 1))
    return [] if in_order else [f"the cells were run as {counts}: run `make notebooks`"]


def fresh(nb: NotebookNode) -> list[str]:
    stamp = nb.metadata.get("imbalance", {}).get("code")
    return [] if stamp == code_stamp(nb) else ["the outputs are older than the code: run `make notebooks`"]


def no_errors_or_warnings(nb: NotebookNode) -> list[str]:
    printed = [f"cell {n} shows a warning" for n, o in outputs(nb) if any(map(WARNING.search, shown(o).values()))]
    return faults(nb) + printed


def no_widget_state(nb: NotebookNode) -> list[str]:
    found = [f"cell {n} stores a widget, which needs a kernel" for n, o in outputs(nb) if WIDGET in o.get("data", {})]
    return found + ["the notebook stores the state of widgets"] * ("widgets" in nb.metadata)


def no_outputs(nb: NotebookNode) -> list[str]:
    ran = [n for n, cell in enumerate(nb.cells, 1) if cell.get("outputs") or cell.get("execution_count")]
    return [f"cell {n} is stored with its output" for n in ran]


# --- every notebook ---------------------------------------------------------------------------------------


def small(nb: NotebookNode) -> list[str]:
    size = len(nbformat.writes(nb).encode())
    return [] if size < MOST_BYTES else [f"it has {size:,} bytes; {MOST_BYTES:,} are allowed"]


def no_machine_paths(nb: NotebookNode) -> list[str]:
    texts = [(n, cell.source) for n, cell in enumerate(nb.cells, 1)]
    texts += [(n, text) for n, o in outputs(nb) for text in shown(o).values()]
    texts += [(n, "\n".join([o.evalue, *o.traceback])) for n, o in outputs(nb) if o.output_type == "error"]
    return [f"cell {n} names a path of one machine: {m[0]}" for n, text in texts for m in MACHINE_PATH.finditer(text)]


def headings_in_order(nb: NotebookNode) -> list[str]:
    levels = [(n, len(m[1])) for n, line in _prose(nb) if (m := HEADING.match(line))]
    tops = [n for n, level in levels if level == 1]
    found = [] if tops == [1] else [f"the one title (#) belongs into cell 1; there is one in cells {tops}"]
    pairs = zip(levels, levels[1:], strict=False)
    return found + [f"cell {n}: from {'#' * a} to {'#' * b}" for (_, a), (n, b) in pairs if b > a + 1]


def pictures_have_words(nb: NotebookNode) -> list[str]:
    found = []
    for n, cell in enumerate(nb.cells, 1):
        if cell.cell_type == "markdown":
            found += [f"cell {n}: {fault}" for fault in _Pictures.faults(cell.source)]
            found += [f"cell {n}: a picture without alt text"] * cell.source.count("![](")
    for n, output in outputs(nb):
        kinds = output.get("data", {})
        found += [f"cell {n}: {fault}" for fault in _Pictures.faults("".join(kinds.get("text/html", "")))]
        if "text/html" not in kinds and any(kind.startswith("image/") for kind in kinds):
            found.append(f"cell {n}: a bare figure, which has no alt text; show it with il.Picture")
    return found


def seeds_from_one_place(nb: NotebookNode) -> list[str]:
    return [fault for cell in code_cells(nb) for node in ast.walk(python(cell)) for fault in _own_seed(node)]


def short_cells(nb: NotebookNode) -> list[str]:
    sizes = [(n, sum(bool(line.strip()) for line in c.source.splitlines())) for n, c in enumerate(nb.cells, 1)
             if c.cell_type == "code"]  # fmt: skip
    return [f"cell {n} has {size} lines of code; {MOST_LINES} are allowed" for n, size in sizes if size > MOST_LINES]


# --- lessons ----------------------------------------------------------------------------------------------


def prose_between_code(nb: NotebookNode) -> list[str]:
    kinds = [cell.cell_type for cell in nb.cells]
    runs = [n for n in range(1, len(kinds) - 1) if kinds[n - 1 : n + 2] == ["code"] * 3]
    return [f"cells {n} to {n + 2}: three code cells in a row" for n in runs]


def first_cell(nb: NotebookNode, number: str) -> list[str]:
    wanted = ["import imbalance_lib as il", f'il.start("{number}")']
    cells = code_cells(nb)
    lines = [line.strip() for line in cells[0].source.splitlines() if line.strip()] if cells else []
    return [] if lines == wanted else [f"the first code cell must be: {'; '.join(wanted)}"]


def claims_published(lessons: dict[str, NotebookNode], rows: list[Row]) -> list[str]:
    """Is every claim of the lessons in the table, proved, and the table of this code? Is nothing else in it?"""
    found = []
    by_claim = {(row["lesson"], row["claim"]): row for row in rows}
    stated = []
    for lesson, nb in lessons.items():
        for claim in claims_written(nb):
            who = f"{lesson}: claim {claim.name!r}"
            row = by_claim.get((lesson, claim.name or ""))
            if claim.name is None or claim.text is None or claim.attempt is None:
                found.append(f"{lesson}: name, text and attempt of a claim must be written out in its call")
            elif (lesson, claim.name) in stated:
                found.append(f"{who} is stated twice")
            elif row is None:
                found.append(f"{who} is not in docs/claims.csv: run `make truth`")
            elif row["text"] != claim.text or row["stamp"] != code_stamp(nb):
                found.append(f"{who} was published for other code: run `make truth`")
            elif (row["attempt"], row["of"]) != (str(claim.attempt), "20"):
                found.append(f"{who} was published for another attempt: run `make truth`")
            elif weak := weakness(row):
                found.append(f"{who} {weak}")
            stated.append((lesson, claim.name))
    gone = [key for key in by_claim if key not in stated]
    return found + [f"{lesson}: claim {name!r} is published, but no lesson states it: run `make truth`"
                    for lesson, name in gone]  # fmt: skip


# --- how they look ----------------------------------------------------------------------------------------


def _prose(nb: NotebookNode) -> Iterator[tuple[int, str]]:
    """The lines of the markdown cells with the number of the cell, without those of code blocks."""
    for number, cell in enumerate(nb.cells, 1):
        if cell.cell_type == "markdown":
            fenced = False
            for line in cell.source.splitlines():
                fence = line.lstrip("> ").startswith(("```", "~~~"))
                fenced ^= fence
                if not fenced and not fence:
                    yield number, line


class _Pictures(HTMLParser):
    """Collects pictures that a screen reader has nothing to say about."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name for name, value in attrs if value and value.strip()}
        if tag == "img" and "alt" not in has:
            self.found.append("an <img> without alt text")
        if tag == "svg" and not {"role", "aria-label"} <= has and ("aria-hidden", "true") not in attrs:
            self.found.append("an <svg> without role and aria-label")

    @classmethod
    def faults(cls, text: str) -> list[str]:
        parser = cls()
        parser.feed(text)
        return parser.found


def _own_seed(node: ast.AST) -> list[str]:
    """A number that starts random draws and does not come from il.seed."""
    given = [(name, value) for name, value in _named(node) if SEED_WORDS.search(name) and _number(value)]
    found = [f"{name}={ast.unparse(value)}: use il.seed" for name, value in given]
    if isinstance(node, ast.Call):
        called = ast.unparse(node.func)
        last = called.rpartition(".")[2]
        parts = [part for argument in [*node.args, *node.keywords] for part in ast.walk(argument)]
        computed = any(isinstance(part, ast.Name) for part in parts)
        if last in SEEDED and not computed and not called.startswith("il."):
            found.append(f"{ast.unparse(node)}: use il.seed or il.rng")
        elif re.match(r"((np|numpy)\.)?random\.[a-z_]+$", called) and last != "default_rng":
            found.append(f"{called} draws from a hidden state: use il.rng")
    return found


def _named(node: ast.AST) -> list[tuple[str, ast.expr]]:
    """The names that a piece of code gives values to: keywords, variables, keys, defaults."""
    if isinstance(node, ast.keyword):
        return [(node.arg or "", node.value)]
    if isinstance(node, ast.Assign):
        return [(target.id, node.value) for target in node.targets if isinstance(target, ast.Name)]
    if isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        return [(str(key.value), value) for key, value in pairs if isinstance(key, ast.Constant)]
    if isinstance(node, ast.arguments):
        plain = [*node.posonlyargs, *node.args]
        last = plain[len(plain) - len(node.defaults) :]
        defaults = [*zip(last, node.defaults, strict=True), *zip(node.kwonlyargs, node.kw_defaults, strict=True)]
        return [(argument.arg, value) for argument, value in defaults if value]
    return []


def _number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int)
