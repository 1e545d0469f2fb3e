import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.standards import ccss
from homeroom.standards.spelling import relation, resolve

CODES = [code.code for code in ccss.read().codes]


@pytest.mark.parametrize(
    ("spelling", "code"),
    [
        ("3.NF.A.1", "3.NF.A.1"),
        ("3.nf.a.1", "3.NF.A.1"),
        (" 3.NF.A.1\n", "3.NF.A.1"),
        ("3.NF.1", "3.NF.A.1"),
        ("3.nf.1", "3.NF.A.1"),
        ("K.CC.4a", "K.CC.B.4.a"),
        ("2.MD.10", "2.MD.D.10"),
        ("4.NF.B.3.a", "4.NF.B.3.a"),
        ("4.NF.B.3a", "4.NF.B.3.a"),
        ("4.NF.3a", "4.NF.B.3.a"),
        ("CCSS.Math.Content.3.NF.A.1", "3.NF.A.1"),
        ("CCSS.MATH.CONTENT.3.NF.A.2.B", "3.NF.A.2.b"),
        ("CCSS.Math.3.NF.A.1", "3.NF.A.1"),
        ("CCSS.3.NF.A.1", "3.NF.A.1"),
        ("Math.CC.3.OA.A.1", "3.OA.A.1"),
        ("http://corestandards.org/Math/Content/3/NF/A/1", "3.NF.A.1"),
        ("https://www.corestandards.org/Math/Content/3/NF/A/2/a/", "3.NF.A.2.a"),
    ],
)
def test_the_spellings_in_use_are_read(spelling: str, code: str) -> None:
    assert resolve(spelling) == code


@pytest.mark.parametrize(
    "spelling",
    [
        "",
        "3.NF",
        "3.NF.A",
        "3.NF.X",
        "3.NF.B.1",
        "3.NF.01",
        "3.OA.A.1.a",
        "3.NF.A.99",
        "6.RP.A.1",
        "L.2.5.b",
        "3-NF-A-1",
        "3.NF.A.1 and 3.NF.A.2",
        "3.NF.A.1.",
        "٣.NF.A.1",
        "\N{KELVIN SIGN}.CC.A.1",
        "http://corestandards.org/Math/Content/3/NF/A",
        "http://example.org/Math/Content/3/NF/A/1",
        "ftp://corestandards.org/Math/Content/3/NF/A/1",
    ],
)
def test_what_stands_for_no_code_of_ours_is_never_guessed(spelling: str) -> None:
    assert resolve(spelling) is None


def _spellings(code: str) -> list[str]:
    grade, domain, cluster, number, *part = code.split(".")
    letter = "".join(part)
    dotted = [code, f"{grade}.{domain}.{number}{letter}", f"{grade}.{domain}.{cluster}.{number}{letter}"]
    named = [f"{name}{code}" for name in ("CCSS.Math.Content.", "CCSS.MATH.CONTENT.", "Math.CC.")]
    address = f"corestandards.org/Math/Content/{code.replace('.', '/')}"
    return [*dotted, *named, *(f"{scheme}://{www}{address}" for scheme in ("http", "https") for www in ("", "www."))]


def _cased(spelling: str) -> list[str]:
    return [spelling, spelling.lower(), spelling.upper()]


def test_every_code_is_found_in_every_spelling_of_it() -> None:
    for code in CODES:
        for spelling in _spellings(code):
            for cased in _cased(spelling):
                assert resolve(cased) == code, cased


PIECES = st.sampled_from(["3", "K", ".", "NF", "A", "1", "a", "/", "CCSS.", "Math.", "Content.", "http://", " "])


@given(st.one_of(st.text(), st.lists(PIECES).map("".join)))
def test_any_text_gives_a_code_or_nothing(text: str) -> None:
    assert resolve(text) in {None, *CODES}


def test_a_relation_holds_each_resolved_spelling_once() -> None:
    assert relation(["3.NF.1", "gibberish", "3.nf.a.1", "3.NF.1"]) == {
        "spelling": ["3.NF.1", "3.nf.a.1"],
        "standard": ["3.NF.A.1", "3.NF.A.1"],
    }
