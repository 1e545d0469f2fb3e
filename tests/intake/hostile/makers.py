"""Hostile files, each made by a small maker: what it is, its bytes, and what must become of it."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from intake.taking_in import HEADER, answers, row

GOOD = {"published": 2}


@dataclass(frozen=True)
class Case:
    """A file, the state its delivery ends in, words of its message, and where its rows went."""

    what: str
    content: bytes
    state: str = "published"
    says: str = ""
    rows: Mapping[str, int] = field(default_factory=dict)
    name: str = "week.csv"


def every() -> list[Case]:
    """The whole table. Every file has items of its own, so that none is a newer version of another's."""
    makers = (
        *(encodings, unseen_in_a_cell, unseen_in_a_header, unseen_lines, unseen_in_an_id, damaged_text),
        *(ragged, quotes, no_text, empty, headers, look_alikes, delimiters, formulas, values, long, archives),
    )
    return [case for maker in makers for case in maker()]


def two(tag: str, end: str = "\n", **cells: str) -> str:
    """A header and two answers of items that only this file has."""
    return answers(row(f"{tag}-1"), row(**{"item": f"{tag}-2", **cells}), end=end)


ENDS = {"LF": "\n", "CRLF": "\r\n", "CR alone": "\r"}
ENCODINGS = {
    "UTF-8": ("utf-8", b""),
    "UTF-8 with a mark": ("utf-8", b"\xef\xbb\xbf"),
    "UTF-16, little end": ("utf-16-le", b"\xff\xfe"),
    "UTF-16, big end": ("utf-16-be", b"\xfe\xff"),
    "UTF-16 unmarked, little": ("utf-16-le", b""),
    "UTF-16 unmarked, big": ("utf-16-be", b""),
    "UTF-32, little end": ("utf-32-le", b"\xff\xfe\x00\x00"),
    "UTF-32, big end": ("utf-32-be", b"\x00\x00\xfe\xff"),
    "Windows-1252": ("cp1252", b""),
}


def encodings() -> Iterator[Case]:
    for encoding, (codec, mark) in ENCODINGS.items():
        for end, sign in ENDS.items():
            for what, school in {
                "plain": "Valley School",
                "accents": "Valle del Niño",
                "quoted": '"Valley, École"',
            }.items():
                text = two(f"enc{encoding}{end}{what}".replace(",", ""), sign, school=school)
                yield Case(f"{encoding}, {end}, {what}", mark + text.encode(codec), rows=GOOD)


UNSEEN = {
    "zero byte": "\0",
    "byte order mark": "\ufeff",
    "zero-width space": "\u200b",
    "zero-width joiner": "\u200d",
    "word joiner": "\u2060",
    "soft hyphen": "\u00ad",
    "left-to-right mark": "\u200e",
    "right-to-left override": "\u202e",
    "right-to-left embedding": "\u202b",
    "isolate": "\u2067",
    "pop isolate": "\u2069",
    "bell": "\a",
    "escape": "\x1b",
    "delete": "\x7f",
    "vertical tab": "\v",
    "form feed": "\f",
    "file separator": "\x1c",
    "unit separator": "\x1f",
    "next line": "\x85",
    "line separator": "\u2028",
    "paragraph separator": "\u2029",
    "no-break space": "\u00a0",
    "ideographic space": "\u3000",
    "combining accent": "\u0301",
    "private use": "\ue000",
    "no character": "\uffff",
    "tag letter": "\U000e0041",
    "variation selector": "\ufe0f",
}
# Left out wherever they stand.
GONE = {"zero byte", "byte order mark"}


def unseen_in_a_cell() -> Iterator[Case]:
    for what, sign in UNSEEN.items():
        # The unit separator is what we put between the parts of an identity: a cell that holds it names nobody.
        rows = {"published": 1, "quarantined": 1} if what == "unit separator" else GOOD
        yield Case(f"a {what} in a cell", two(f"cell{what}", school=f"Va{sign}lley").encode(), rows=rows)


def unseen_in_a_header() -> Iterator[Case]:
    """At a name's end it changes nothing that counts."""
    for what, sign in UNSEEN.items():
        text = two(f"head{what}").replace("student_id", f"student_id{sign}", 1)
        yield Case(f"a {what} after a column's name", text.encode(), rows=GOOD)


def unseen_lines() -> Iterator[Case]:
    """A line of nothing but the sign is a row that has too few cells; of a sign that goes, no row."""
    for what, sign in UNSEEN.items():
        text = two(f"line{what}") + sign + "\n"
        yield Case(f"a line of one {what}", text.encode(), rows=GOOD if what in GONE else {**GOOD, "quarantined": 1})


def unseen_in_an_id() -> Iterator[Case]:
    for what, sign in UNSEEN.items():
        text = two(f"id{what}", student_id=f"10{sign}01", first_name="No", last_name="One")
        rows = {"published": 1, "quarantined": 1}
        yield Case(f"a {what} inside an id, under another name", text.encode(), rows=rows)


def damaged_text() -> Iterator[Case]:
    whole = two("dmg").encode()
    bad = {
        "a byte that is no UTF-8": b"\xff",
        "an overlong slash": b"\xc0\xaf",
        "half a letter": b"\xe1\xbb",
        "a lone surrogate": b"\xed\xa0\x80",
        "beyond Unicode": b"\xf5\x80\x80\x80",
    }
    for what, piece in bad.items():
        text = (
            two(f"dmg {what}", school="Nguyễn ểễ Phạm Lê Đặng").encode()
            + row(f"dmg3 {what}").encode().replace(b"Valley", piece)
            + b"\n"
        )
        yield Case(f"{what} in one row", text, says="some bytes are no UTF-8 text", rows={**GOOD, "quarantined": 1})
    yield Case(
        "UTF-16 of an odd length",
        b"\xff\xfe" + two("odd").encode("utf-16-le") + b"a",
        "held",
        "damaged or in an unknown encoding",
    )
    yield Case(
        "UTF-16 with half a pair",
        b"\xff\xfe" + two("pair").encode("utf-16-le") + b"\x00\xd8\x41\x00",
        "held",
        "damaged",
    )
    yield Case("bytes that are no Windows text either", b"\x81\x8d\x8f\x90\x9d" * 20 + whole[:0], "held", "damaged")


def ragged() -> Iterator[Case]:
    cells = row("ragged").split(",")
    for left in range(1, len(cells)):
        text = two(f"few{left}") + ",".join(cells[:left]) + "\n"
        yield Case(f"a row of {left} cells", text.encode(), rows={**GOOD, "quarantined": 1})
    for more in (1, 2, 5, 50, 500):
        text = two(f"many{more}") + ",".join(cells + ["x"] * more) + "\n"
        yield Case(f"a row of {more} cells too many", text.encode(), rows={**GOOD, "quarantined": 1})
    for blank in (1, 3, 100):
        yield Case(f"{blank} blank lines at the end", (two(f"blank{blank}") + "\n" * blank).encode(), rows=GOOD)
        text = two(f"within{blank}").replace("\ngarden", "\n" * (blank + 1) + "garden")
        yield Case(f"{blank} blank lines between rows", text.encode(), rows=GOOD)
    yield Case("no line end at the end", two("noend").rstrip("\n").encode(), rows=GOOD)
    yield Case("rows cut off in the middle", two("cut").encode()[:-30], rows={"published": 1, "quarantined": 1})


def quotes() -> Iterator[Case]:
    for what, cell in {
        "a doubled quotation mark": '"Val""ley"',
        "a line end in a cell": '"Val\nley"',
        "a CRLF in a cell": '"Val\r\nley"',
        "a comma in a cell": '"Val,ley"',
        "a blank line in a cell": '"Val\n\nley"',
        "an empty quoted cell": '""',
        "only quotation marks": '""""""',
    }.items():
        yield Case(f"{what}, in quotation marks", two(f"q {what}".replace(",", ""), school=cell).encode(), rows=GOOD)
    for what, cell in {"open": '"Valley', "closed too early": '"Val"ley'}.items():
        text = two(f"q {what}") + row(f"q3 {what}", school=cell) + "\n"
        yield Case(f"a quotation mark {what} in the last row", text.encode(), rows={**GOOD, "quarantined": 1})


BEGINNINGS = {
    "an old Excel workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "a PDF": b"%PDF-1.7\n",
    "a picture": b"\x89PNG\r\n\x1a\n",
    "a picture ": b"\xff\xd8\xff\xe0",
    "a picture  ": b"GIF89a",
    "a packed file (gzip)": b"\x1f\x8b\x08\x00",
    "a packed file (7z)": b"7z\xbc\xaf\x27\x1c",
    "a packed file (rar)": b"Rar!\x1a\x07\x00",
    "a packed file (bzip2)": b"BZh91AY&SY",
    "a packed file (xz)": b"\xfd7zXZ\x00",
    "a packed file (zstd)": b"\x28\xb5\x2f\xfd",
    "a text document": b"{\\rtf1 a,b\nc,d\n",
    "a Parquet file": b"PAR1\x15\x04",
    "a database": b"SQLite format 3\x00",
    "a web page": b"<!DOCTYPE html><html><body>Please sign in</body></html>",
    "a web page ": b"\n  <html><head></head></html>",
    "an Excel workbook, or a zip that is cut off": b"PK\x03\x04\x14\x00",
}


def no_text() -> Iterator[Case]:
    for what, start in BEGINNINGS.items():
        yield Case(f"{what!r} under a CSV's name", start + what.encode(), "held", f"this is {what.strip()}")
    yield Case("bytes of a program", b"\x7fELF" + bytes(range(256)) * 4, "held", "not a text file")
    yield Case("nothing but zero bytes", bytes(5_000), "held", "the file is empty")


def empty() -> Iterator[Case]:
    for what, content in {
        "no byte at all": b"",
        "a mark alone": b"\xef\xbb\xbf",
        "blanks": b"   \n \n",
        "line ends": b"\n\r\n\r",
        "a UTF-16 mark alone": b"\xff\xfe",
    }.items():
        yield Case(what, content, "held", "the file is empty")
    for end, sign in ENDS.items():
        yield Case(f"a header alone, {end}", (HEADER + sign).encode(), says="its header and no rows")
    yield Case("commas alone", b",,,,\n,,,,\n", "held", "names no columns")


def headers() -> Iterator[Case]:
    for what, line in {
        "an Excel hint": "sep=,",
        "a title": "Weekly report",
        "a title with a date": "Report,2026-10-05",
    }.items():
        yield Case(
            f"{what} above the header", f"{line}\n{two(f'above {what}')}".encode(), "held", "fits no declared report"
        )
    yield Case("columns in another order", swapped("swap").encode(), rows=GOOD)
    yield Case("blanks around names", two("blanks").replace(HEADER, HEADER.replace(",", " , ")).encode(), rows=GOOD)
    yield Case("names in capitals", two("capitals").replace(HEADER, HEADER.upper()).encode(), rows=GOOD)
    yield Case(
        "names in full-width letters", two("wide").replace("student_id", "ｓｔｕｄｅｎｔ＿ｉｄ", 1).encode(), rows=GOOD
    )
    yield Case(
        "a column twice",
        two("twice").replace("\n", ",1\n").replace(",1\n", ",seconds\n", 1).encode(),
        says="named twice",
        rows=GOOD,
    )
    more = two("more").replace("\n", ",1\n").replace(",1\n", ",extra\n", 1)
    yield Case(
        "one more column where others lack: perhaps one of them", more.encode(), "held", "fits no declared report"
    )
    yield Case(
        "a needed column gone",
        two("gone").replace("student_id", "pupil", 1).encode(),
        "held",
        "fits no declared report",
    )
    yield Case(
        "6,000 columns",
        (",".join(f"c{n}" for n in range(6_000)) + "\n").encode(),
        "held",
        "6,000 columns; at most 5,000",
    )
    yield Case("a first line without an end", b"a" * 400_000, "held", "names no columns")
    yield Case("a first line of 100,000 names", b"a," * 200_000 + b"\n1\n", "held", "names no columns")
    yield Case(
        "a quotation mark open in the header", two("open").replace("program", '"program', 1).encode() * 900, "held"
    )


def swapped(tag: str) -> str:
    lines = [line.split(",") for line in two(tag).splitlines()]
    return "".join(",".join([*cells[1:], cells[0]]) + "\n" for cells in lines)


TWINS = {
    "student_id": "ѕtudent_id",
    "item_id": "іtem_id",
    "correct": "сorrect",
    "answered_on": "аnswered_on",
    "program": "prοgram",
}


def look_alikes() -> Iterator[Case]:
    """A name in letters of another alphabet is another name: the file is held, and the person is told why."""
    for name, twin in TWINS.items():
        text = two(f"twin {name}").replace(name, twin, 1)
        yield Case(f"{name} with a letter that only looks right", text.encode(), "held", "only looks like it")
    text = two("twin at the end").replace("student_id", "student_idѕ", 1)
    yield Case("a foreign letter after a name", text.encode(), "held", "fits no declared report")


def delimiters() -> Iterator[Case]:
    for what, sign in {"tabs": "\t", "semicolons": ";", "bars": "|"}.items():
        yield Case(f"cells between {what}", two(f"by {what}").replace(",", sign).encode(), rows=GOOD)
    mixed = two("mixed").splitlines()
    text = "\n".join([*mixed[:2], mixed[2].replace(",", ";")]) + "\n"
    yield Case("one row between semicolons", text.encode(), rows={"published": 1, "quarantined": 1})


PAYLOADS = (
    *(
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "＝1+1",
        "＋1+1",
        "－1+1",
        "＠SUM(A1)",
        "=cmd|' /C calc'!A0",
        "=HYPERLINK(A1)",
    ),
    *(
        "\t=1+1",
        "\v=1",
        " =1+1",
        "  -1+1",
        "\u00a0=1",
        "\u200b=1",
        "\u2060@x",
        "\u3000＝1",
        "'=1+1",
        "''=1",
        "'",
        "'-x",
    ),
    *("=1;2", "-", "+", "@", "=", "-2+3|cmd"),
)


def formulas() -> Iterator[Case]:
    """Taken in as the text they are; what happens to them on the way out is tested where files go out."""
    for number, payload in enumerate(PAYLOADS):
        yield Case(f"a formula: {payload!r}", two(f"formula{number}", school=payload).encode(), rows=GOOD)


def values() -> Iterator[Case]:
    bad = {
        "answered_on": (
            "2026-13-01",
            "05/10/2026",
            "20261005",
            "tomorrow",
            "0000-00-00",
            "9999-12-31",
            "1899-01-01",
            "٢٠٢٦-١٠-٠٥",
        ),
        "correct": ("maybe", "2", "richtig", "✓", "=TRUE()", "null"),
        "student_id": ("", " ", "0", "9999999999999999999999", "1001; drop table", "../1001", "%00", "💥"),
    }
    for column, texts in bad.items():
        for text in texts:
            # An id that is blank or unknown under another name is nobody's.
            cells = {"first_name": "No", "last_name": "One"} if column == "student_id" else {}
            content = two(f"bad {column} {text}", **{column: text, **cells}).encode()
            yield Case(f"{column} is {text!r}", content, rows={"published": 1, "quarantined": 1})


def long() -> Iterator[Case]:
    for size in (10_000, 1_000_000):
        yield Case(f"a cell of {size:,} letters", two(f"long{size}", school="x" * size).encode(), rows=GOOD)
    yield Case(
        "a line of 2.5 MB", two("longest", school="x" * 2_500_000).encode(), rows={"published": 1, "quarantined": 1}
    )


def packed(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def archives() -> Iterator[Case]:
    one = two("zip").encode()
    for what, content, says in (
        ("a bomb", packed({"a.csv": b" " * 5_000_000}), "a zip bomb"),
        ("101 files", packed({f"{n}.csv": b"x" for n in range(101)}), "101 files"),
        ("a zip within", packed({"b.zip": packed({"c.csv": one})}), "zip inside the zip"),
        ("bzip2 within", packed({"a.csv": one}, zipfile.ZIP_BZIP2), "packed in a way that is not opened"),
        ("LZMA within", packed({"a.csv": one}, zipfile.ZIP_LZMA), "packed in a way that is not opened"),
        ("a password", locked(packed({"a.csv": one})), "locked with a password"),
        ("no file", packed({}), "no file in this zip"),
        ("hidden files alone", packed({".a.csv": one, "__MACOSX/a.csv": one}), "no file in this zip"),
        ("a spoiled member", spoiled(packed({"a.csv": one * 40})), "damaged"),
        ("a million names", b"PK\x03\x04" + bytes(2_000_000) + directory(2_000_000), "far too many files"),
    ):
        yield Case(f"a zip with {what}", content, "refused", says, name="week.zip")
    text = two("and a zip behind it").encode() + packed({"a.csv": two("behind").encode()})
    yield Case("a table with a zip behind its last row", text, "held")


def locked(content: bytes) -> bytes:
    spoilt = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.index(mark) + offset
        spoilt[at : at + 2] = struct.pack("<H", 1)
    return bytes(spoilt)


def spoiled(content: bytes) -> bytes:
    return content[:60] + bytes(20) + content[80:]


def directory(size: int) -> bytes:
    """The end of a zip that says its list of files is this long."""
    return struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, size, 4, 0)
