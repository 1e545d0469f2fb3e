"""What the source may not hold: doors to running text as code, weak hashes, guessable numbers, secrets."""

from __future__ import annotations

import ast
import re
import stat
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from tools.named_tests import ROOT

SOURCE = ROOT / "src" / "homeroom"
TREES = {path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text("utf-8")) for path in SOURCE.rglob("*.py")}
MARKUP = "reports/markup.py"  # the one module where text becomes safe markup
# Modules that run text as code, or turn bytes from elsewhere into objects.
RUN_TEXT = {"pickle", "marshal", "shelve", "dill", "code", "codeop", "imp", "pty", "telnetlib", "ftplib", "smtplib"}
# The standard library's XML, which opens entities, and ways out into the network.
READ_UNSAFE = {"xml", "yaml", "urllib.request", "http.client", "requests", "httpx", "socket", "xmlrpc"}
# The doctor asks this machine whether a port is free. Identity providers are asked, at the addresses that settings.toml
# names, by allauth through the session that `outside.py` makes; `trips.py` only knows its errors. Programs are asked by
# `asking.py`, at the addresses that settings.toml names for them.
ASKING = "goals/channels/asking.py"
MAY_REACH_OUT = {"site/doctor/machine.py", "pages/sign_in/outside.py", "pages/sign_in/trips.py", ASKING}


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    return ast.unparse(call.func)


IMPORTS = {module: set(imports(tree)) for module, tree in TREES.items()}


def where(names: set[str]) -> list[str]:
    """The modules that import one of these, or something below one."""
    below = tuple(f"{name}." for name in names)
    return sorted(
        module for module, found in IMPORTS.items() if names & found or any(f.startswith(below) for f in found)
    )


def test_the_source_is_found() -> None:
    assert len(TREES) > 250
    assert MARKUP in TREES


def test_nothing_runs_text_as_code() -> None:
    found = [
        (module, called(call))
        for module, tree in TREES.items()
        for call in calls(tree)
        if called(call) in {"eval", "exec", "compile", "__import__", "os.system", "os.popen", "builtins.eval"}
    ]
    assert found == []
    assert where(RUN_TEXT) == []


def test_no_command_goes_through_a_shell() -> None:
    for module, tree in TREES.items():
        for call in calls(tree):
            assert not any(word.arg == "shell" for word in call.keywords), module
            if called(call).startswith("subprocess."):
                assert isinstance(call.args[0], ast.List), f"{module}: a command is a list of words"


def test_text_becomes_markup_in_one_module_alone() -> None:
    words = ("mark_safe", "SafeString", "SafeText", "format_html", "html_safe")
    marking = {m for m, tree in TREES.items() for call in calls(tree) if called(call).split(".")[-1] in words}
    assert marking <= {MARKUP}


def test_no_template_turns_escaping_off() -> None:
    off = re.compile(
        r"\|\s*safe\b|\|\s*safeseq\b|autoescape\s+off|<script(?![^>]*\bsrc=)|\son\w+=\"|\sstyle=\"|javascript:"
    )
    templates = sorted((SOURCE / "pages").rglob("*.html"))
    assert len(templates) > 25
    assert [path.name for path in templates if off.search(path.read_text("utf-8"))] == []


def test_every_attribute_of_a_template_stands_in_quotes() -> None:
    """Escaping keeps a value inside quotes; without them a blank ends it."""
    bare = re.compile(r"<[^>]*\s[\w-]+={[{%]")
    templates = sorted((SOURCE / "pages").rglob("*.html"))
    assert [path.name for path in templates if bare.search(path.read_text("utf-8"))] == []


def test_no_template_is_made_of_text_from_elsewhere() -> None:
    makers = {"Template", "Engine", "from_string", "render_to_string_from"}
    making = [m for m, tree in TREES.items() for call in calls(tree) if called(call).split(".")[-1] in makers]
    assert making == ["pages/style/view.py"], "its snippets stand in the source beside it"


def test_no_text_from_elsewhere_is_a_format() -> None:
    """What `format` and % fill is written in the source: a text, or a constant."""
    ours = re.compile(
        r"""^(f?['"(]|[\w.]*[A-Z]{2,}[\w\[\].]*$|(words|reason|self|sign|pattern|sql|super)\b|gettext(_noop)?\(['"]|ngettext\(['"])"""
    )
    functions = [call.func for tree in TREES.values() for call in calls(tree)]
    filled = [one.value for one in functions if isinstance(one, ast.Attribute) and one.attr == "format"]
    made = list(map(ast.unparse, filled))
    assert [text for text in made if not ours.match(text)] == []


def test_no_certificate_is_taken_unchecked() -> None:
    for module, tree in TREES.items():
        assert not re.search(r"verify=False|CERT_NONE|_create_unverified|verify_signature", ast.unparse(tree)), module


def test_hashes_are_strong_ones() -> None:
    named = {word for tree in TREES.values() for word in re.findall(r"hashlib\.(\w+)", ast.unparse(tree))}
    assert named <= {"sha256", "file_digest", "sha512", "blake2b"}
    weak = re.compile(r"""["'](md5|sha1|md4|des|rc4)["']""", re.I)
    assert [module for module, tree in TREES.items() if weak.search(ast.unparse(tree))] == []


def test_nothing_enciphers_by_itself() -> None:
    """The installation keeps no key that deciphers: no cipher, mode or padding is chosen here."""
    assert where({"Crypto", "Cryptodome", "nacl"}) == []


def test_a_line_to_another_machine_looks_at_certificates_as_python_does() -> None:
    assert where({"ssl"}) == [ASKING]
    made = [called(call) for call in calls(TREES[ASKING]) if called(call).startswith("ssl.")]
    assert made == ["ssl.create_default_context"]
    assert not {"CERT_NONE", "check_hostname", "verify_mode"} & {
        node.attr for node in ast.walk(TREES[ASKING]) if isinstance(node, ast.Attribute)
    }


def test_what_nobody_may_guess_comes_from_secrets() -> None:
    """What numpy draws by chance is made up, or drawn again from a kept seed. None of it opens a door."""
    assert where({"random"}) == ["rotation/solvers/block/search.py"], "which part of a week is planned anew next"
    drawing = where({"numpy.random"})
    # Offers and intervals are drawn from a seed that is kept: whoever has the log can draw them again.
    drawn_again = {"mastery/offers.py", "evidence/policy_value.py", "evidence/permutation.py"}
    assert all(module.startswith("simulation/") or module in drawn_again for module in drawing), drawing
    assert "people/signin.py" in where({"secrets"})
    version_one = {"uuid.uuid1", "uuid.getnode", "uuid1"}
    assert [m for m, tree in TREES.items() for call in calls(tree) if called(call) in version_one] == []


def test_nothing_reaches_out_to_another_machine() -> None:
    assert set(where(READ_UNSAFE)) <= MAY_REACH_OUT


def test_xml_is_read_without_entities_types_or_the_network() -> None:
    found = 0
    for module, tree in TREES.items():
        for call in calls(tree):
            if called(call) in ("etree.iterparse", "etree.XMLParser"):
                told = {
                    word.arg: ast.literal_eval(word.value)
                    for word in call.keywords
                    if word.arg != "events" and isinstance(word.value, ast.Constant)
                }
                assert told["resolve_entities"] is False and told["no_network"] is True, module
                assert told["load_dtd"] is False and told.get("huge_tree", False) is False, module
                found += 1
            if called(call) in ("etree.parse", "etree.fromstring", "etree.XML"):
                assert "XMLParser(" in ast.unparse(call), f"{module}: XML needs the parser that opens nothing"
    assert found >= 2


def test_values_never_become_sql() -> None:
    """What people type goes to the application database as parameters: no text is run there as SQL."""
    raw = [
        (module, called(call))
        for module, tree in TREES.items()
        for call in calls(tree)
        if called(call).split(".")[-1] in ("raw", "extra", "RawSQL")
    ]
    assert raw == []
    executed = [
        module
        for module, tree in TREES.items()
        if module.startswith(("people/", "pages/", "site/", "reports/"))
        for call in calls(tree)
        if called(call).endswith("execute") and call.args and isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
    ]
    ours = {"people/audit_lock.py", "people/planning.py", "site/erasing/residue.py"}
    assert set(executed) <= ours, "names of our own triggers and tables"


def test_no_form_takes_fields_that_it_does_not_name() -> None:
    """Nothing of a request is handed on whole: no `**request.POST`, no form made of all fields of a model."""
    for module, tree in TREES.items():
        text = ast.unparse(tree)
        assert "**request.POST" not in text and "**request.GET" not in text, module
        if "ModelForm" in text:
            assert re.search(r"fields(: \w+)? = [(\[]", text) and "exclude =" not in text, module


def test_only_two_addresses_are_without_djangos_csrf_check() -> None:
    """The upload looks at its token itself, and a SAML answer comes from another page and is signed."""
    found = {module: ast.unparse(tree).count("@csrf_exempt") for module, tree in TREES.items()}
    assert {module: count for module, count in found.items() if count} == {
        "pages/upload/view.py": 1,
        "pages/sign_in/trips.py": 1,
    }


# What comes from elsewhere, and what is kept


def test_every_package_is_locked_with_its_hash_and_comes_from_one_registry() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))
    assert len(lock["package"]) > 60
    for package in lock["package"]:
        if package["name"] == "homeroom":
            continue
        assert list(package["source"]) == ["registry"], package["name"]
        files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
        assert files, package["name"]
        assert all(file["hash"].startswith("sha256:") for file in files), package["name"]
    assert len({package["source"]["registry"] for package in lock["package"] if "registry" in package["source"]}) == 1


def test_the_installer_itself_is_pinned_by_hash() -> None:
    pinned = (ROOT / "tools" / "uv.txt").read_text("utf-8")
    assert "--hash=sha256:" in pinned
    setup = (ROOT / "tools" / "setup.sh").read_text("utf-8")
    assert "--require-hashes" in setup
    assert "--locked" in setup or "--frozen" in setup


SECRETS = re.compile(
    r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----"
    r"|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{30,}|xox[baprs]-[A-Za-z0-9-]{10,}|eyJhbGciOi[A-Za-z0-9_-]{20,}\."
)


def test_no_secret_lies_in_what_is_shipped() -> None:
    shipped = [path for path in SOURCE.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert [path.name for path in shipped if SECRETS.search(path.read_text("utf-8", "ignore"))] == []
    settings = (SOURCE / "site" / "settings.py").read_text("utf-8")
    assert not re.search(
        r"""^(?:SECRET_KEY|\w*(?:PASSWORD|TOKEN)\w*)\s*(?::[^=]+)?=\s*["'][^"']+["']$""", settings, re.M
    )


def test_no_key_and_no_database_is_in_the_repository() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, timeout=30)
    if listed.returncode:
        pytest.skip("this is not a checkout")
    odd = re.compile(r"(secret\.key|settings\.toml|\.sqlite3?|\.pem|\.p12|\.env|id_rsa)$")
    assert [name for name in listed.stdout.splitlines() if odd.search(name) and not name.startswith("tests/")] == []


def test_tests_and_tools_are_not_shipped() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == ["src/homeroom"]
    assert where({"pytest", "tests", "tools", "bench", "hypothesis"}) == []


def test_types_are_checked_strictly_and_what_is_left_open_is_an_error() -> None:
    """Types are never guessed at; a file or connection that nobody closed fails the test that left it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["tool"]["mypy"]["strict"] is True
    first, *others = project["tool"]["pytest"]["ini_options"]["filterwarnings"]
    assert first == "error"
    assert all("DeprecationWarning:onelogin" in one for one in others), "a library's own, named"
    assert "mypy" in (ROOT / "Makefile").read_text("utf-8")


# The installation's own folder


def test_a_new_folder_and_its_key_are_their_owners_alone(tmp_path: Path) -> None:
    from homeroom.site.settings import secret_key

    home = tmp_path / "new"
    key = secret_key(home)
    assert len(key) >= 64
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert stat.S_IMODE((home / "secret.key").stat().st_mode) == 0o600
    assert secret_key(home) == key
    assert secret_key(tmp_path / "other") != key


def test_the_folder_of_an_installation_is_not_served() -> None:
    from homeroom.site import settings

    assert [Path(folder).name for folder in settings.STATICFILES_DIRS] == ["static"]
    kinds = {path.suffix for path in Path(settings.STATICFILES_DIRS[0]).rglob("*") if path.is_file()}
    assert kinds <= {".css", ".js", ".svg", ".woff2", ".png", ".ico"}
