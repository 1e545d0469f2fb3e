"""Files changed at random, each drawn from its number alone, so that any of them can be made again."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Sequence

ROWS = 12  # of an export, so that many files are tried in little time
TOKENS = (
    *(b'"', b'""', b'"\n', b'\\"', b",", b";", b"\t", b"|", b"\n", b"\r", b"\r\n", b"\n\n"),
    *(b"\0", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\xc0\xaf", b"\xed\xa0\x80", b"\x1f", b"\x1a"),
    *(b"'", b"'=", b"=1+1", b"-", b"1e400", b"NaN", b"inf", b"-0", b"9" * 40, b"2026-02-30", b"99/99/9999"),
    *(b"null", b"NULL", b"None", b"%s", b"{}", b"$1", b"<!--", b"<![CDATA["),
    *(sign.encode() for sign in ("\u202e", "\u200b", "ѕ", "ﬁ", "İ", "\u2028", "\ufffe", "\U000e0041")),
    "é".encode("cp1252"),
)


def mutated(number: int, files: Sequence[tuple[str, bytes]]) -> tuple[str, bytes]:
    """Mutation `number`: a file's name and its bytes after one to four changes."""
    draw = random.Random(number)
    name, content = draw.choice(files)
    for _ in range(draw.randint(1, 4)):
        content = draw.choice(CHANGES)(content, draw, files)
    if draw.random() < 0.05:
        name, content = f"{name}.zip", _zipped(name, content, draw)
    return name, content


def shortened(content: bytes) -> bytes:
    return b"".join(content.splitlines(keepends=True)[: ROWS + 1])


Files = Sequence[tuple[str, bytes]]
Change = Callable[[bytes, random.Random, Files], bytes]


def _flip(content: bytes, draw: random.Random, files: Files) -> bytes:
    changed = bytearray(content or b" ")
    for _ in range(draw.randint(1, 8)):
        changed[draw.randrange(len(changed))] = draw.randrange(256)
    return bytes(changed)


def _insert(content: bytes, draw: random.Random, files: Files) -> bytes:
    at = draw.randint(0, len(content))
    return content[:at] + draw.choice(TOKENS) * draw.choice((1, 1, 1, 2, 50)) + content[at:]


def _delete(content: bytes, draw: random.Random, files: Files) -> bytes:
    at = draw.randint(0, len(content))
    return content[:at] + content[at + draw.randint(1, 40) :]


def _cut(content: bytes, draw: random.Random, files: Files) -> bytes:
    return content[: draw.randint(0, len(content))]


def _repeat(content: bytes, draw: random.Random, files: Files) -> bytes:
    at, length = draw.randint(0, len(content)), draw.randint(1, 200)
    return content[:at] + content[at : at + length] * draw.choice((2, 2, 3, 30)) + content[at + length :]


def _replace(content: bytes, draw: random.Random, files: Files) -> bytes:
    return content.replace(
        draw.choice((b",", b'"', b"\n", b" ", b"-", b"0", b"_")), draw.choice(TOKENS), draw.choice((1, 3, -1))
    )


def _splice(content: bytes, draw: random.Random, files: Files) -> bytes:
    other = draw.choice(files)[1]
    return content[: draw.randint(0, len(content))] + other[draw.randint(0, len(other)) :]


def _lines(content: bytes, draw: random.Random, files: Files) -> bytes:
    lines = content.splitlines(keepends=True)
    draw.shuffle(lines)
    return b"".join(lines)


def _ends(content: bytes, draw: random.Random, files: Files) -> bytes:
    return content.replace(b"\r\n", b"\n").replace(b"\n", draw.choice((b"\r", b"\r\n", b"\n\r", b"\x0b", b"\x85")))


def _encode(content: bytes, draw: random.Random, files: Files) -> bytes:
    codec = draw.choice(("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "cp1252", "utf-7", "cp500"))
    return content.decode("utf-8", "replace").encode(codec, "replace")


def _cell(content: bytes, draw: random.Random, files: Files) -> bytes:
    """One cell of one row is something else."""
    lines = content.split(b"\n")
    at = draw.randrange(len(lines))
    cells = lines[at].split(b",")
    cells[draw.randrange(len(cells))] = draw.choice(TOKENS)
    return b"\n".join([*lines[:at], b",".join(cells), *lines[at + 1 :]])


CHANGES: tuple[Change, ...] = (
    *(_flip, _insert, _insert, _delete, _cut, _repeat, _replace, _splice, _lines, _ends, _encode),
    *(_cell, _cell, _cell),
)


def _zipped(name: str, content: bytes, draw: random.Random) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return _flip(buffer.getvalue(), draw, ()) if draw.random() < 0.5 else buffer.getvalue()
