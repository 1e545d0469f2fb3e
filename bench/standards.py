"""Figures of standards: spellings that are read, packages that come back, a large package's time, codes without a link.

The spellings, the samples and the official codes come from `../shared/data/standards`; the large package is made here.
The time of an import is over that of `json.load` on the same file, in CPU seconds, the better of two turns.
"""

from __future__ import annotations

import csv
import json
import random
import resource
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

SHARED = Path(__file__).parents[2] / "shared" / "data" / "standards"
ITEMS, TURNS, MOST_TIMES = 20_000, 2, 20
ISOLATES = {"2.MD.C.8", "2.MD.D.9", "3.MD.A.1", "3.MD.B.3", "K.CC.A.2", "K.CC.A.3"}
LISTS = {"CFItems": "items", "CFAssociations": "associations"}
INVALID = 1  # samples that are not valid as they came
MALFORMED = """3.NF|3.NF.A|3.NF.X|3.NF.B.1|3.NF.01|3.OA.A.1.a|3.NF.A.99|9.NF.A.1|0.NF.A.1|3-NF-A-1|3 NF A 1|3NF1
3.NF.A.1.|3.NF.A.1 and 3.NF.A.2|3.NF.A.1,3.NF.A.2|3.NF.A.1-3|.3.NF.A.1|3..NF.A.1|3.NF..1|NF.3.A.1|A.NF.3.1|3.NF.A.1.aa
3.NF.A.1a1|K.NF.A.1|KG.CC.A.1|Grade 3|three NF|٣.NF.A.1|\N{KELVIN SIGN}.CC.A.1|3.\N{FULLWIDTH LATIN CAPITAL LETTER N}F.1
http://corestandards.org/Math/Content/3/NF/A|http://example.org/Math/Content/3/NF/A/1|CCSS.Math.Content|NY-3.NF.1
ftp://corestandards.org/Math/Content/3/NF/A/1|CCSS.Math.Content.3.NF|CCSS.ELA-Literacy.3.NF.A.1|TEKS 3.3.A|MA.3.NF.A.1
M.G3.C9OA.TA.3.OA.A.1|urn:x:AIR:4¦CC-MA-v1:OA¦3.A.1|urn:x:AIR:3¦CC-MA-v1:OA¦3.B.1|3.NF.A.1; DROP TABLE|=3.NF.A.1
<b>3.NF.A.1</b>|3.NF.A.1?|3.NF.A.l|3.NF.A.I|3.0A.A.1|not aligned|null|N/A|-|00000000-0000-0000-0000-000000000000"""


def main(arguments: Sequence[str] = ()) -> int:
    from bench.school import set_up

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        set_up(place / "home")
        good = [large(place), links()]
        if SHARED.is_dir():
            good += [spellings(place), samples(place)]
        else:
            print("the figures of spellings and samples are skipped: the measuring data is not beside the checkout")
    print("PASS" if all(good) else "FAIL")
    return int(not all(good))


def start_over() -> None:
    """An empty catalogue of standards but for what ships."""
    from homeroom.standards import ccss
    from homeroom.standards.models import Framework

    Framework.objects.all().delete()
    ccss.load()


def spellings(folder: Path) -> bool:
    """Every form of every K-8 code gives that code, and nothing malformed gives any."""
    from homeroom.standards import ccss
    from homeroom.standards.packages.find import packages
    from homeroom.standards.packages.take import take
    from homeroom.standards.spelling import known

    start_over()
    with (SHARED / "ccss_coherence" / "ccss_math_standards.csv").open(encoding="utf-8", newline="") as file:
        codes = [row["code"] for row in csv.DictReader(file) if row["grade"] in tuple("K12345678")]
    path = folder / "k8.json"
    path.write_text(json.dumps({"CFDocument": {"identifier": "k8"}, "CFItems": [*map(_named, codes)]}), "utf-8")
    take(*packages(path), into=ccss.SLUG)
    here = known()
    told = [(form, code) for code in codes for form in forms(code)]
    right = sum(here.resolve(form) == code for form, code in told)
    wrong = [form for form, code in told if here.resolve(form) not in (code, None)]
    malformed = [form.replace("¦", "|") for form in dict.fromkeys(MALFORMED.replace("\n", "|").split("|"))]
    guessed = [form for form in malformed if here.resolve(form)]
    print(
        f"spellings: {right} of {len(told)} forms of {len(codes)} K-8 codes give their code, {len(wrong)} another one"
    )
    print(f"malformed spellings: {len(guessed)} of {len(malformed)} give a code {guessed or ''}")
    return right == len(told) and len(codes) == 317 and not wrong and not guessed and len(malformed) >= 40


def forms(code: str) -> Iterator[str]:
    """All spellings of the note, each as it is, in small and in large letters."""
    grade, domain, cluster, number, *part = code.split(".")
    letter = "".join(part)
    plain = [code, f"{grade}.{domain}.{number}{letter}", f"{grade}.{domain}.{cluster}.{number}{letter}"]
    names = ("CCSS.Math.Content.", "CCSS.Math.", "CCSS.", "Math.CC.", f"M.G3.C1{domain}.TA.")
    named = [f"{name}{form}" for name in names for form in (plain[0], plain[2])]
    address = f"corestandards.org/Math/Content/{code.replace('.', '/')}"
    urn = f"urn:sbac:item:AIR:{grade}|CC-MA-v1:{domain}|{grade}.{cluster}.{number}{letter}"
    yield from (f"http://{address}", f"https://www.{address}/")
    uuid = _uuid(code)
    for form in [*plain, *named, urn, uuid, uuid.replace("-", "")]:
        yield from dict.fromkeys((form, form.lower(), form.upper()))


def _uuid(code: str) -> str:
    return str(uuid5(NAMESPACE_URL, code))


def _named(code: str) -> dict[str, str]:
    """The code as an item with an identifier of CASE's kind."""
    return {"identifier": _uuid(code), "humanCodingScheme": code, "fullStatement": code, "CFItemType": "Standard"}


def samples(folder: Path) -> bool:
    """Every sample in and out again: what is equal, the targets outside of it, and the errors of the schema."""
    import jsonschema

    from homeroom.standards.models import Framework, FrameworkAssociation, FrameworkItem
    from homeroom.standards.packages.compare import differences
    from homeroom.standards.packages.find import packages
    from homeroom.standards.packages.take import take
    from homeroom.standards.packages.write import write

    place = SHARED / "case_samples"
    schema = json.loads((place / "case-v1p0-cfpackage-schema.json").read_text("utf-8"))
    validator = jsonschema.Draft4Validator(schema)
    count = {"files": 0, "items": 0, "associations": 0, "differences": 0, "outside": 0, "lost": 0}
    broken: list[str] = []
    same_errors = True
    for path in sorted(place.glob("*.json")):
        content = json.loads(path.read_text("utf-8"))
        if "CFDocument" not in content:
            continue
        start_over()
        [package] = packages(path)
        framework = Framework.objects.get(slug=take(package).framework)
        write(framework, folder / path.name)
        again = json.loads((folder / path.name).read_text("utf-8"))
        inside = {one["identifier"] for one in content["CFItems"]} | {content["CFDocument"]["identifier"]}
        outside = [one for one in _targets(content) if one not in inside]
        external = set(
            FrameworkItem.objects.filter(framework=framework, external=True).values_list("identifier", flat=True)
        )
        count["files"] += 1
        count["items"] += _equal(content["CFItems"], again["CFItems"])
        count["associations"] += _equal(content["CFAssociations"], again["CFAssociations"])
        count["differences"] += len(list(differences(path, folder / path.name)))
        count["outside"] += len(outside)
        count["lost"] += sum(one not in external for one in outside)
        held = FrameworkAssociation.objects.filter(framework=framework).count()
        count["lost"] += len(content["CFAssociations"]) - held
        before, after = (sorted(error.message for error in validator.iter_errors(one)) for one in (content, again))
        same_errors = same_errors and before == after
        if before:
            broken.append(f"{path.name}: {len(before)} errors, such as {before[0][:80]}")
    whole = [_whole(place, name) for name in LISTS]
    equal_items, equal_links = (f"{count[what]} of {all_}" for what, all_ in zip(LISTS.values(), whole, strict=True))
    print(f"samples: {count['files']} packages; {equal_items} items and {equal_links} associations come back equal,")
    print(f"    {count['differences']} differences in all")
    print(f"targets outside of their package: {count['outside']}, of which {count['lost']} are lost")
    print(f"not valid as they came, with the same errors afterwards: {len(broken)} {broken or ''}")
    equal = [count[what] for what in LISTS.values()] == whole
    return equal and not count["differences"] and not count["lost"] and same_errors and len(broken) == INVALID


def _targets(content: dict[str, Any]) -> list[str]:
    return [one["destinationNodeURI"]["identifier"] for one in content["CFAssociations"]]


def _equal(before: Sequence[object], after: Sequence[object]) -> int:
    return sum(one == other for one, other in zip(before, after, strict=False))


def _whole(place: Path, name: str) -> int:
    return sum(len(json.loads(path.read_text("utf-8")).get(name, ())) for path in place.glob("*.json"))


def large(folder: Path) -> bool:
    """CPU of an import of 20,000 items over that of reading the file."""
    from homeroom.standards.packages.find import packages
    from homeroom.standards.packages.take import take

    path = folder / "large.json"
    path.write_text(json.dumps(generated(ITEMS)), "utf-8")

    def imported() -> None:
        [package] = packages(path)
        one = take(package)
        if one.items["new"] != ITEMS or one.set_aside:
            raise SystemExit(f"the large package was not taken whole: {list(one.told())}")

    reading = min(_cpu(lambda: json.loads(path.read_bytes())) for _ in range(TURNS + 3))
    taking = []
    for _ in range(TURNS):
        start_over()
        taking.append(_cpu(imported))
    times = min(taking) / reading
    size = path.stat().st_size / 1e6
    print(f"{ITEMS:,} items, {size:.0f} MB: import {min(taking):.2f} CPU s, json.load {reading:.2f}: {times:.1f} times")
    return times <= MOST_TIMES


def generated(items: int, seed: int = 7) -> dict[str, Any]:
    """A package of clusters and standards in a tree, with prerequisites from earlier to later ones."""
    chance, day = random.Random(seed), "2026-08-01T00:00:00+00:00"
    names = [f"{chance.getrandbits(128):032x}" for _ in range(items)]
    links = []
    for at, name in enumerate(names):
        links.append(("isChildOf", name, names[at - at % 10] if at % 10 else "document"))
        if at % 10 > 1 and chance.random() < 0.3:
            links.append(("precedes", names[at - 1], name))
    link = lambda one: {"title": one[:8], "identifier": one, "uri": f"https://case.example/CFItems/{one}"}  # noqa: E731
    return {
        "CFDocument": {
            "identifier": "document",
            "uri": "local:1",
            "creator": "us",
            "title": "L",
            "lastChangeDateTime": day,
        },
        "CFItems": [
            {
                "identifier": name,
                "uri": f"https://case.example/CFItems/{name}",
                "CFDocumentURI": {
                    "title": "L",
                    "identifier": "document",
                    "uri": "https://case.example/CFDocuments/document",
                },
                "fullStatement": " ".join(chance.choices(["count", "share", "parts", "whole", "line", "área"], k=20)),
                "humanCodingScheme": f"L.{at // 10}.{at % 10}",
                "CFItemType": "Standard" if at % 10 else "Cluster",
                "educationLevel": [f"{1 + at % 5:02}"],
                "language": "en",
                "lastChangeDateTime": day,
            }
            for at, name in enumerate(names)
        ],
        "CFAssociations": [
            {
                "identifier": f"{at:032x}",
                "uri": f"https://case.example/CFAssociations/{at:032x}",
                "originNodeURI": link(origin),
                "associationType": kind,
                "destinationNodeURI": link(end),
                "lastChangeDateTime": day,
            }
            for at, (kind, origin, end) in enumerate(links)
        ],
    }


def links() -> bool:
    """K-5 codes that no prerequisite touches, before and after inheritance."""
    from homeroom.standards import ccss, prerequisites

    start_over()
    codes = {code.code for code in ccss.read().codes}
    own = {end for edge in ccss.read().edges for end in (edge.before, edge.after)}
    effective = {end for edge in prerequisites.known() for end in (edge.before, edge.after)}
    print(
        f"K-5 codes without a link: {len(codes - own)} by own edges, {len(codes - effective)} after inheritance: ",
        end="",
    )
    print(", ".join(sorted(codes - effective)))
    return codes - effective == ISOLATES


def _cpu(work: Callable[[], object]) -> float:
    before = resource.getrusage(resource.RUSAGE_SELF)
    work()
    after = resource.getrusage(resource.RUSAGE_SELF)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
