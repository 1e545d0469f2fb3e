"""A child whose names and ids are found nowhere else, the files that bring the child in, a search of all bytes."""

from __future__ import annotations

import gzip
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import duckdb

from intake.edfi.sittings import interchange
from intake.rosters.small_set import SET
from intake.taking_in import HEADER

# The child, what programs call the child, and the one contact who is nobody else's.
CANARY = {
    "sourced_id": "zq-sourced-7741",
    "identifier": "884413377",
    "username": "qzephyrine.w",
    "email": "qzephyrine.w@valley.test",
    "user_id": "LDAPQZ99",
    "given": "Quezephyrine",
    "family": "Wöbblethwaite",
    "vendor_key": "vk-77-zeph",
    "contact": "zq-contact-55",
    "contact_mail": "mother.zeph@home.test",
}
# What must be found nowhere afterwards.
WORDS = tuple(CANARY.values())
USERS = SET["users.csv"] + (
    f"{CANARY['sourced_id']},active,,true,o1,student,{CANARY['username']},{{LDAP:{CANARY['user_id']}}},{CANARY['given']},"
    f"{CANARY['family']},,{CANARY['identifier']},{CANARY['email']},,,{CANARY['contact']},03,\n"
    f'u2,,,TRUE,o1,teacher,tmoss,,Tom,Moss,,T-2,tm@x.org,,,"s1,{CANARY["sourced_id"]}",,\n'
)
ENROLLMENTS = SET["enrollments.csv"] + f"e9,,,c1,o1,{CANARY['sourced_id']},student,false,,\n"
ROSTER = SET | {"users.csv": USERS, "enrollments.csv": ENROLLMENTS}


def line(number: str, given: str, family: str, item: str, answered: str = "2026-10-05") -> str:
    return f"garden,{number},{family},{given},Hill School,3,{item},true,{answered},20"


def own(item: str, answered: str = "2026-10-05") -> str:
    return line(CANARY["identifier"], CANARY["given"], CANARY["family"], item, answered)


ANA, BEN = ("0012", "Ana", "Berg"), ("0013", "Ben", "Cruz")
WEEK = (line(*ANA, "i1"), own("i1"), line(*BEN, "i1"), own("i2", "soon"), line(*ANA, "i2"), own("i3"), "torn,apart")


def write(folder: Path) -> list[Path]:
    """One file of each kind: a roster, exports in three encodings, one nobody knows, XML, a zip, a packed file."""
    roster = folder / "roster"
    roster.mkdir(parents=True)
    for name, text in ROSTER.items():
        (roster / name).write_text(text, "utf-8")
    week = "\n".join((HEADER, *WEEK)) + "\n"
    twice = "\n".join((HEADER, own("i1"), line(*BEN, "i9"))) + "\n"
    unknown = f"Kid;Nickname;Stars\n{CANARY['identifier']};{CANARY['given']} {CANARY['family']};5\n0012;Ana Berg;4\n"
    key = "\n".join((HEADER, line(CANARY["vendor_key"], CANARY["given"], CANARY["family"], "i7"))) + "\n"
    students = "".join(_student(*one) for one in (ANA, (CANARY["identifier"], CANARY["given"], CANARY["family"])))
    texts = {
        "week.csv": week.encode(),
        "wide.csv": twice.replace(",i9,", ",i10,").encode("utf-16"),
        "latin.csv": twice.encode("cp1252"),
        "stars.csv": unknown.encode(),
        "key.csv": key.encode(),
        "students.xml": interchange("Student", students).encode(),
        "packed.csv.gz": gzip.compress(week.encode()),
    }
    made = [folder / name for name in texts]
    for path in made:
        path.write_bytes(texts[path.name])
    with zipfile.ZipFile(folder / "all.zip", "w") as packed:
        packed.writestr("later.csv", "\n".join((HEADER, own("i5", "2026-10-06"), line(*BEN, "i5"))) + "\n")
    return [roster, *made, folder / "all.zip"]


def _student(number: str, given: str, family: str) -> str:
    return (
        f"<Student><StudentUniqueId>{number}</StudentUniqueId><Name><FirstName>{given}</FirstName>"
        f"<LastSurname>{family}</LastSurname></Name></Student>"
    )


def hits(home: Path, words: tuple[str, ...] = WORDS) -> list[tuple[str, str]]:
    """Every place below `home` where one of the words stands, in whatever encoding and however it is packed."""
    found = []
    for path in sorted(home.rglob("*")):
        if path.is_file():
            for layer in layers(path):
                low = layer.lower()
                found += [(str(path.relative_to(home)), word) for word in words if any(w in low for w in spelled(word))]
    return found


def spelled(word: str) -> set[bytes]:
    ways = {word.lower(), word.lower().replace("ö", "o"), word.lower().encode("unicode_escape").decode()}
    return {way.encode(codec) for way in ways for codec in ("utf-8", "utf-16-le", "utf-16-be", "cp1252")}


def layers(path: Path) -> Iterator[bytes]:
    raw = path.read_bytes()
    yield raw
    yield from unpacked(raw)
    if raw[:4] == b"PAR1":
        rows = duckdb.sql(f"select * from read_parquet('{path}')").fetchall()
        yield repr(rows).encode()
    if raw.startswith(b"SQLite format 3"):
        yield from blobs(path)


def unpacked(raw: bytes) -> Iterator[bytes]:
    if raw.startswith(b"\x1f\x8b"):
        yield gzip.decompress(raw)
    if zipfile.is_zipfile(BytesIO(raw)):
        with zipfile.ZipFile(BytesIO(raw)) as packed:
            for name in packed.namelist():
                yield packed.read(name)


def blobs(path: Path) -> Iterator[bytes]:
    """Whatever the database holds packed."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        tables = [name for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
        for table in tables:
            for row in database.execute(f'select * from "{table}"'):
                for cell in row:
                    if isinstance(cell, bytes) and cell[:1] == b"\x78":
                        try:
                            yield zlib.decompress(cell)
                        except zlib.error:
                            continue
    database.close()
