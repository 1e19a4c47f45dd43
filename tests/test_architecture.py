"""The rules of the house, read off the code itself: rooms, purity, size, words and numbers."""

from __future__ import annotations

import ast
import importlib
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "tradeoff"

#: From the first room to the last. Which may import from which is import-linter's contract.
ROOMS = (
    *("statistics", "trial", "uploads", "digitising", "findings", "words", "drawing"),
    *("papers", "screens", "server", "commands"),
)
#: Pure: numbers and words in, numbers and words out.
PURE = ("statistics", "trial", "uploads", "digitising", "findings", "words")
#: What numbers go through: everything public in it is documented.
ENGINE = ("statistics", "trial", "uploads", "digitising", "findings")
READING = ("__init__", "calibrated", "files", "folder", "program", "rows", "shelf", "site")
#: The only ones that may open a file, beside the command line: the reader of data/, catalogues,
#: packaged fonts, style sheets, example files.
MAY_TOUCH_DISK = (
    *(f"tradeoff/trial/reading/{name}.py" for name in READING),
    *("tradeoff/words/catalogues.py", "tradeoff/papers/files.py", "tradeoff/screens/look.py"),
    "tradeoff/papers/examples/__init__.py",
)

#: What starts a process for a picture or a PDF, and what decodes one there; neither opens a file:
#: they may set a process's place in the queue, and decode what they hold in memory.
APART = tuple(f"tradeoff/digitising/{name}.py" for name in ("apart", "pictures"))
USED_APART = {"os", "Image.open"}

MAX_BODY_LINES = 40
MAX_PAGE_LINES = 40

PACKAGE_FILES = sorted(PACKAGE.rglob("*.py"))
PAGE_FILES = sorted(path for path in (ROOT / "app.py", *(ROOT / "pages").glob("*.py")))
PAGE_FILES = [path for path in PAGE_FILES if path.is_file()]

PUBLIC_CONTRACT = {
    "statistics.intervals": (
        *("Estimate", "Count", "wilson_interval", "risk_difference"),
        *("difference_from_reported", "number_needed_to_treat"),
    ),
    "statistics.survival": (
        *("kaplan_meier", "survival_at", "number_at_risk", "median_survival"),
        *("median_follow_up", "restricted_mean", "restricted_mean_difference"),
        *("log_rank", "cox_hazard_ratio"),
    ),
    "statistics.weighing": ("simulate", "weigh", "per_hundred"),
    "statistics.reconstruction": ("reconstruct",),
}

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def every(paths: list[Path]) -> pytest.MarkDecorator:
    """The same test for each file, named after it; none is an empty list, not a failure."""
    return pytest.mark.parametrize("path", paths, ids=relative)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def room_of(path: Path) -> str:
    """``tradeoff/screens/frame.py`` stands in the room ``screens``."""
    return path.relative_to(PACKAGE).parts[0]


ENGINE_FILES = [path for path in PACKAGE_FILES if room_of(path) in ENGINE]
PURE_FILES = [path for path in PACKAGE_FILES if room_of(path) in PURE]
PURE_FILES = [path for path in PURE_FILES if relative(path) not in {*MAY_TOUCH_DISK, *APART}]


def imported_modules(tree: ast.Module, package: str = "tradeoff") -> Iterator[str]:
    """Full dotted names of what is imported, ``from a import b`` as ``a.b``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package if node.level else ""
            base = ".".join(part for part in (start, node.module) if part)
            yield from (f"{base}.{alias.name}" for alias in node.names)


def dotted(node: ast.expr) -> str:
    """``np.random.default_rng`` for the attribute access, an empty word for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        start = dotted(node.value)
        return f"{start}.{node.attr}" if start else f".{node.attr}"
    return f".{node.attr}" if isinstance(node, ast.Attribute) else ""


def docstrings(tree: ast.Module) -> set[ast.Constant]:
    """The constants that are documentation: a bare string standing as a statement."""
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    }


def strings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    documentation = docstrings(tree)
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node not in documentation
        ):
            yield node.lineno, node.value


def numbers(tree: ast.Module) -> Iterator[tuple[int, float]]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, int | float)
            and not isinstance(node.value, bool)
        ):
            yield node.lineno, node.value


def names(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every identifier: what is defined, used, imported, passed by keyword."""
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        for attribute in ("id", "attr", "name", "arg", "asname", "module"):
            value = getattr(node, attribute, None)
            if isinstance(value, str):
                yield line, value


def public_definitions(tree: ast.Module) -> Iterator[tuple[str, Definition]]:
    """Functions and classes without a leading underscore, and the public methods of those."""
    for node in tree.body:
        if isinstance(node, Definition) and not node.name.startswith("_"):
            yield node.name, node
            if isinstance(node, ast.ClassDef):
                for member in node.body:
                    if isinstance(member, ast.FunctionDef) and not member.name.startswith("_"):
                        yield f"{node.name}.{member.name}", member


def assigned_names(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        yield from (target.id for target in targets if isinstance(target, ast.Name))
        if isinstance(node, getattr(ast, "TypeAlias", ())):
            yield node.name.id


def lines_of_code(path: Path) -> set[int]:
    """Numbers of the lines that hold more than white space and comments."""
    skipped = {
        *(tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT),
        *(tokenize.DEDENT, tokenize.ENCODING, tokenize.ENDMARKER),
    }
    source = io.BytesIO(path.read_bytes())
    return {
        line
        for token in tokenize.tokenize(source.readline)
        if token.type not in skipped
        for line in range(token.start[0], token.end[0] + 1)
    }


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef, code: set[int]) -> int:
    """Lines of code of a function's body, its docstring and comments not counted."""
    body = function.body
    if ast.get_docstring(function) is not None:
        body = body[1:]
    if not body:
        return 0
    end = body[-1].end_lineno or body[-1].lineno
    return sum(body[0].lineno <= line <= end for line in code)


# Rooms -------------------------------------------------------------------------------------


def test_the_house_has_its_rooms_and_nothing_beside_them() -> None:
    entries = {path.name for path in PACKAGE.iterdir() if path.name != "__pycache__"}
    assert entries == {*ROOMS, "__init__.py", "__main__.py"}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_in_a_line_what_it_is_for(room: str) -> None:
    text = ast.get_docstring(parsed(PACKAGE / room / "__init__.py")) or ""
    assert text.partition("\n")[0].endswith(".")


def opened(room: str) -> set[str]:
    """The modules that a room's docstring says are open to others."""
    text = ast.get_docstring(parsed(PACKAGE / room / "__init__.py")) or ""
    return set(re.findall(r"``(\w+)``", text.partition("Open to other rooms:")[2]))


@every([path for path in PACKAGE_FILES if path.parent != PACKAGE])
def test_a_room_is_entered_by_what_it_says_is_open(path: Path) -> None:
    names = [name.split(".") for name in imported_modules(parsed(path))]
    used = {(one[1], one[2]) for one in names if one[0] == "tradeoff" and len(one) > 2}
    rooms = [room for room in ROOMS if room != room_of(path) and opened(room)]
    modules = {(room, file.stem) for room in rooms for file in (PACKAGE / room).iterdir()}
    shut = {one for one in used & modules if one[1] not in opened(one[0])}
    assert not shut, (
        f"{relative(path)} imports {sorted(shut)}, which their rooms keep to themselves"
    )


def test_the_map_in_the_package_names_the_rooms_in_their_order() -> None:
    text = ast.get_docstring(parsed(PACKAGE / "__init__.py")) or ""
    named = [name for name in re.findall(r"``(\w+)``", text) if name in ROOMS]
    assert named == list(ROOMS)


@every([path for path in PACKAGE_FILES if room_of(path) != "screens"])
def test_streamlit_is_imported_by_the_screens_and_the_pages_only(path: Path) -> None:
    found = [name for name in imported_modules(parsed(path)) if name.split(".")[0] == "streamlit"]
    assert not found, f"{relative(path)} imports {found}"


def test_no_module_is_a_drawer_for_everything() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "misc", "shared"}
    found = [relative(path) for path in (*PACKAGE_FILES, *PAGE_FILES) if path.stem in drawers]
    assert not found, f"{found}: name a module after the thing that it holds"


def may_touch_disk(path: Path) -> bool:
    return relative(path) in MAY_TOUCH_DISK or room_of(path) in ("commands", "__main__.py")


# Purity ------------------------------------------------------------------------------------

IMPURE_IMPORTS = {
    *("streamlit", "plotly", "typst", "pathlib", "os", "io", "shutil", "tempfile", "glob"),
    *("sys", "subprocess", "socket", "http", "urllib", "sqlite3", "time", "random", "secrets"),
    *("logging", "importlib", "starlette", "uvicorn", "h11", "anyio", "asyncio"),
}
DISK_IMPORTS = {"pathlib", "os", "shutil", "tempfile", "glob", "sqlite3", "fileinput"}
DISK_CALLS = re.compile(
    r"^(open|io\.open)$|\.(open|read_text|write_text|read_bytes|write_bytes|read_csv|read_table"
    r"|read_json|read_parquet|loadtxt|genfromtxt|savetxt|fromfile|tofile|write_image|write_html)$"
)
CLOCK_CALLS = re.compile(r"(datetime|date|Timestamp)\.(now|today|utcnow)$")
#: Types may be named; making or using a state of one's own may not.
RANDOM_ALLOWED = {"Generator", "BitGenerator"}


@every(PURE_FILES)
def test_the_engine_knows_no_interface_disk_clock_or_environment(path: Path) -> None:
    roots = {name.split(".")[0] for name in imported_modules(parsed(path))}
    assert not roots & IMPURE_IMPORTS, f"{relative(path)}: {sorted(roots & IMPURE_IMPORTS)}"


@every(PURE_FILES)
def test_the_engine_reads_no_clock(path: Path) -> None:
    calls = [n for n in ast.walk(parsed(path)) if isinstance(n, ast.Call)]
    found = [f"line {call.lineno}" for call in calls if CLOCK_CALLS.search(dotted(call.func))]
    assert not found, f"{relative(path)} asks the clock: {found}; let the caller pass the date"


@every(PURE_FILES)
def test_the_engine_uses_only_a_random_state_that_it_was_given(path: Path) -> None:
    tree = parsed(path)
    used = [dotted(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    used += list(imported_modules(tree))
    states = [re.search(r"(?:np|numpy)\.random\.(\w+)", name) for name in used]
    found = {state[1] for state in states if state} - RANDOM_ALLOWED
    assert not found, f"{relative(path)} uses numpy.random.{sorted(found)}; take `rng` instead"


@every([path for path in PACKAGE_FILES if not may_touch_disk(path)])
def test_only_the_loader_the_export_and_the_command_line_touch_the_disk(path: Path) -> None:
    tree = parsed(path)
    roots = {name.split(".")[0] for name in imported_modules(tree)} & DISK_IMPORTS
    calls = [dotted(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)]
    found = sorted(roots) + [call for call in calls if DISK_CALLS.search(call)]
    found = [one for one in found if relative(path) not in APART or one not in USED_APART]
    assert not found, f"{relative(path)}: {found}"


@every(PACKAGE_FILES)
def test_no_mutable_state_at_module_level_is_changed_by_a_function(path: Path) -> None:
    found = [n.lineno for n in ast.walk(parsed(path)) if isinstance(n, ast.Global)]
    assert not found, f"{relative(path)}, lines {found}: all users share module state"


# Size and words ----------------------------------------------------------------------------


@every(PAGE_FILES)
def test_a_page_holds_no_number(path: Path) -> None:
    found = list(numbers(parsed(path)))
    assert not found, f"{relative(path)} holds (line, number): {found}"


@every(PAGE_FILES)
def test_a_page_is_short_enough_to_be_read_as_a_sentence(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= MAX_PAGE_LINES, f"{relative(path)} has {lines} lines"


@every(PACKAGE_FILES)
def test_no_function_body_is_longer_than_forty_lines(path: Path) -> None:
    code = lines_of_code(path)
    functions = [
        node
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    lengths = {f"{node.name} (line {node.lineno})": body_lines(node, code) for node in functions}
    found = {name: length for name, length in lengths.items() if length > MAX_BODY_LINES}
    assert not found, f"{relative(path)}: {found}"


@every(ENGINE_FILES)
def test_everything_public_in_the_engine_is_documented(path: Path) -> None:
    definitions = public_definitions(parsed(path))
    found = [name for name, node in definitions if not ast.get_docstring(node)]
    assert not found, f"{relative(path)}: no docstring on {found}"


@every(PACKAGE_FILES)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(parsed(path)), f"{relative(path)} has no docstring"


# What belongs to a trial stays in data/ ----------------------------------------------------

#: Stems found anywhere in a word, and short ones that must stand as a word of their own
#: (an underscore, a digit or a capital ends a word). Comments and docstrings may name them.
TRIAL_STEMS = (
    *("e1910", "aall1731", "nct0", "blinatumomab", "blincyto", "neuropsych", "neurolog"),
    *("leuk", "lymphoblast", "abl1", "philadelphia", "cd19", "cd20", "litzow", "kantarjian"),
    *("consolidation", "chemotherap", "cytokine"),
)
TRIAL_WORDS = ("bcr", "mrd", "nejm", "crs", "icans", "fda", "blast", "tower", "ecog", "acrin")
OF_A_TRIAL = re.compile(
    "|".join(TRIAL_STEMS) + rf"|(?<![a-z])(?:{'|'.join(TRIAL_WORDS)})(?![a-z])", re.IGNORECASE
)


@every([*PACKAGE_FILES, *PAGE_FILES])
def test_no_word_that_belongs_to_one_trial_stands_in_code(path: Path) -> None:
    tree = parsed(path)
    found = [
        f"line {line}: {hit[0]!r} in {text[:60]!r}"
        for line, text in (*strings(tree), *names(tree))
        if (hit := OF_A_TRIAL.search(text))
    ]
    assert not found, f"{relative(path)}: {found}. Put it into the trial's text file"


#: Proportions, percentages, ratios and counts of the three shipped analyses as a clinician would
#: know them. The fractions are looked for where numbers are computed and worded only: in a
#: drawing 0.85 may be an opacity.
PUBLISHED_FRACTIONS = {
    *(0.85, 0.68, 0.80, 0.64, 0.41, 0.23, 0.73, 0.53, 0.32, 0.87),
    *(0.848, 0.690, 0.763, 0.904, 0.587, 0.772, 0.824, 0.625, 0.42, 0.24, 0.44, 0.76),
}
PUBLISHED_NUMBERS = {
    *(84.8, 76.3, 90.4, 58.7, 77.2, 82.4, 73.7, 88.4, 62.5, 71.3, 71.4),
    *(111, 112, 224, 488, 395, 48811),
}
PUBLISHED_TEXT = re.compile(
    r"(?<![\d.])(?:0\.(?:41|42|44|53|23|73|32|87)(?!\d)|(?:85|68|80|64)[\s\u00a0\u202f]*%"
    r"|84\.8|82\.4|62\.5|71\.4|112)(?!\d)"
)
DRAWING = ("drawing", "papers")


@every(PACKAGE_FILES)
def test_no_published_number_is_a_literal_in_code(path: Path) -> None:
    forbidden = PUBLISHED_NUMBERS | (set() if room_of(path) in DRAWING else PUBLISHED_FRACTIONS)
    found = [(line, number) for line, number in numbers(parsed(path)) if number in forbidden]
    assert not found, f"{relative(path)} holds (line, number): {found}; read it from data/"


@every([*PACKAGE_FILES, *PAGE_FILES])
def test_no_published_number_stands_in_a_text(path: Path) -> None:
    texts = strings(parsed(path))
    found = [(line, hit[0]) for line, text in texts if (hit := PUBLISHED_TEXT.search(text))]
    assert not found, f"{relative(path)} says (line, number): {found}; read it from data/"


# The public surface ------------------------------------------------------------------------


@pytest.mark.parametrize("module", PUBLIC_CONTRACT)
def test_the_names_of_the_contract_are_there(module: str) -> None:
    found = importlib.import_module(f"tradeoff.{module}")
    missing = [name for name in PUBLIC_CONTRACT[module] if not hasattr(found, name)]
    assert not missing, f"tradeoff.{module} lacks {missing}"


# What the documents name --------------------------------------------------------------------

DOCUMENTS = [path for path in ROOT.rglob("*.md") if not {".venv", "build"} & {*path.parts}]
#: Made when the program is used, or an example of what somebody may add.
MADE = re.compile(
    r"data/(?:local/|other|site\.toml)|deploy/secrets\.env|tradeoff/words/locale/de/"
    r"|pages/7_name|tradeoff/screens/name"
)
#: A path below one of the project's folders, as documents and comments write it.
NAMED = re.compile(r"(?<![\w/.-])((?:tradeoff|tests|tools|pages|docs|deploy|data)/[\w./-]*\w/?)")


@every([*DOCUMENTS, *PACKAGE_FILES, ROOT / ".streamlit" / "config.toml", ROOT / "Makefile"])
def test_what_a_document_names_is_there(path: Path) -> None:
    named = set(NAMED.findall(path.read_text(encoding="utf-8")))
    gone = [one for one in named if not (ROOT / one).exists() and not MADE.match(one)]
    assert not gone, f"{relative(path)} names {sorted(gone)}, which are not there"


# The rules see what they should see --------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("x = 'MRD below'", ["MRD"]),
        ("def mrd_level(): ...", ["mrd"]),
        ("x = f'{a} of BCR::ABL1'", ["BCR"]),
        ("x = 'recognised'", []),
        ("'E1910'  # E1910", []),
    ],
)
def test_the_rule_on_words_sees_names_and_strings_but_no_documentation(
    code: str, words: list[str]
) -> None:
    tree = ast.parse(code)
    hits = [OF_A_TRIAL.search(text) for _, text in (*strings(tree), *names(tree))]
    assert [hit[0] for hit in hits if hit] == words


@pytest.mark.parametrize("text", ["85 %", "85\u202f%", "0.41 (0.23 to", "n = 112", "(84.8 to"])
def test_the_rule_on_published_numbers_sees_them_in_text(text: str) -> None:
    assert PUBLISHED_TEXT.search(text)


@pytest.mark.parametrize("text", ["0.415", "185 %", "1112", "80 characters", "1.53"])
def test_the_rule_on_published_numbers_lets_others_pass(text: str) -> None:
    assert not PUBLISHED_TEXT.search(text)
