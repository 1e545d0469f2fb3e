from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.standards import ccss, unknown
from homeroom.standards.frameworks import Named, take_standards
from homeroom.standards.models import Standard
from homeroom.standards.spelling import Spellings, canonical, known, place_of, relation, resolve, shipped
from standards.packages.made import case_file, item, package, taken

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
        ("M.G3.C1OA.TA.3.OA.A.1", "3.OA.A.1"),
        ("m.g5.c1nf.tf.4.nf.b.3a", "4.NF.B.3.a"),
        ("urn:sbac:item:AIR:3|CC-MA-v1:OA|3.A.1", "3.OA.A.1"),
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
        "urn:sbac:item:AIR:4|CC-MA-v1:OA|3.A.1",
        "urn:sbac:item:AIR:3|CC-MA-v1:OA|3.B.1",
        "M.G3.C1OA.TA.",
        "M.G3.C9OA.TA.3.OA.A.1",
        "HSF-IF.C.8b",
        "MA.3.NF.A.1",
        "NY-3.NF.1",
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


@pytest.mark.django_db
def test_a_relation_holds_each_resolved_spelling_once() -> None:
    assert relation(["3.NF.1", "gibberish", "3.nf.a.1", "3.NF.1"]) == {
        "spelling": ["3.NF.1", "3.nf.a.1"],
        "standard": ["3.NF.A.1", "3.NF.A.1"],
    }


WIDE = Spellings.of(["6.RP.A.3.a", "HSF-IF.C.8.b", "L.2.5.b", "RL.9-10.3", "RH.6-8.4", "111.5.b.2", "3-PS2-1"])


@pytest.mark.parametrize(
    ("spelling", "code"),
    [
        ("6.rp.3a", "6.RP.A.3.a"),
        ("HSF-IF.C.8b", "HSF-IF.C.8.b"),
        ("F-IF.8b", "HSF-IF.C.8.b"),
        ("CCSS.Math.Content.HSF-IF.C.8.B", "HSF-IF.C.8.b"),
        ("http://corestandards.org/Math/Content/HSF/IF/C/8/b", "HSF-IF.C.8.b"),
        ("l.2.5b", "L.2.5.b"),
        ("CCSS.ELA-Literacy.L.2.5b", "L.2.5.b"),
        ("https://www.corestandards.org/ELA-Literacy/L/2/5/b/", "L.2.5.b"),
        ("CCSS.ELA-LITERACY.RL.9-10.3", "RL.9-10.3"),
        ("RH.6-8.4", "RH.6-8.4"),
        ("111.5.B.2", "111.5.b.2"),
        ("3-ps2-1", "3-PS2-1"),
    ],
)
def test_other_families_of_codes_are_read_where_their_standards_are_known(spelling: str, code: str) -> None:
    assert WIDE.resolve(spelling) == code


@pytest.mark.parametrize("spelling", ["L.2.5", "L.2.5.c", "HSG-IF.C.8b", "RL.9.3", "RL.9-10", "3-PS2", "6.RP.A"])
def test_a_like_code_of_them_is_never_taken_for_one(spelling: str) -> None:
    assert WIDE.resolve(spelling) is None


def test_a_spelling_that_may_stand_for_two_codes_stands_for_none_and_names_both() -> None:
    two = Spellings.of(["3.NF.A.1", "3.NF.B.1"])
    assert two.resolve("3.NF.1") is None
    assert two.candidates("3.NF.1") == ("3.NF.A.1", "3.NF.B.1")
    assert two.resolve("3.NF.B.1") == "3.NF.B.1"


def test_a_word_that_two_frameworks_use_is_ambiguous() -> None:
    two = Spellings.of(["A.1", "B.1"], [("one", "A.1"), ("ONE", "B.1"), ("two", "B.1")])
    assert (two.resolve("One"), two.candidates("One")) == (None, ("A.1", "B.1"))
    assert two.resolve("two") == "B.1"


@pytest.mark.parametrize(
    ("spelling", "first"),
    [("3.NF.A", "3.NF.A.1"), ("3.nf", "3.NF.A.1"), ("CCSS.Math.Content.K.CC.B", "K.CC.B.4"), ("3.NF.A.11", "3.NF.A.1")],
)
def test_candidates_begin_with_what_a_person_may_mean(spelling: str, first: str) -> None:
    assert shipped().candidates(spelling)[0] == first


def test_candidates_of_a_cluster_are_its_codes_and_of_gibberish_there_may_be_none() -> None:
    assert len(shipped().candidates("3.NF.A")) == 9
    assert shipped().candidates("~~~") == ()


@given(st.text(max_size=300))
def test_candidates_of_any_text_are_codes(text: str) -> None:
    assert set(shipped().candidates(text)) <= set(CODES)


@pytest.mark.parametrize(
    ("code", "short"),
    [
        ("CCSS.Math.Content.6.RP.A.3a", "6.RP.A.3.a"),
        ("Math.CC.3.OA.A.1", "3.OA.A.1"),
        ("CCSS.Math.Content.HSF-IF.C.8b", "HSF-IF.C.8.b"),
        ("CCSS.ELA-Literacy.L.2.5b", "L.2.5.b"),
        ("3.nf.1", "3.nf.1"),
        ("111.5.b.2", "111.5.b.2"),
        ("", ""),
    ],
)
def test_only_the_common_cores_own_name_makes_a_code_short(code: str, short: str) -> None:
    assert canonical(code) == short


def test_a_code_tells_its_grade_and_domain_where_it_is_the_common_cores() -> None:
    told = [place_of(code) for code in ("3.NF.A.1", "L.2.5.b", "HSF-IF.C.8.b", "RL.9-10.3", "111.5.b.2")]
    assert told == [("3", "NF"), ("2", "L"), ("", "IF"), ("", "RL"), ("", "")]


@pytest.mark.django_db
def test_an_imported_package_is_known_by_its_codes_and_its_identifiers(tmp_path: Path) -> None:
    uuid = "CC680730-DFE4-0131-1B22-68A86D17958E"
    taken(case_file(tmp_path, package([item(uuid, "TEKS 3.2", CFItemType="Standard")])))
    for spelling in (uuid, uuid.lower(), uuid.replace("-", ""), f"{{{uuid}}}", "teks 3.2"):
        assert known().resolve(spelling) == "TEKS 3.2", spelling
    assert known().resolve("3.nf.1") == "3.NF.A.1"
    assert relation(["teks 3.2"]) == {"spelling": ["teks 3.2"], "standard": ["TEKS 3.2"]}


@pytest.mark.django_db
def test_what_ships_is_known_whether_or_not_it_was_loaded() -> None:
    assert known() is shipped()
    take_standards("ohio", "Ohio", "science", [Named("OH.1")])
    assert (known().resolve("oh.1"), known().resolve("3.NF.1")) == ("OH.1", "3.NF.A.1")


@pytest.mark.django_db
def test_a_spelling_that_a_person_decided_about_is_known() -> None:
    ccss.load()
    unknown.take({"fractions one": 3})
    unknown.decide("fractions one", "3.NF.A.1", "ann")
    assert known().resolve("Fractions One") == "3.NF.A.1"
    assert Standard.objects.get(spellings__spelling="fractions one").code == "3.NF.A.1"
