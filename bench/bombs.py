"""Figure: 25 archive bombs, and by how much intake's memory grows over them (64 MiB at most)."""

from __future__ import annotations

import bz2
import io
import resource
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.school import set_up

LIMIT = 64  # MiB
HEADER = b"program,student_id\n"
MB = 1 << 20


def zipped(members: Sequence[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def streamed(megabytes: int, sign: bytes = b"a") -> bytes:
    """A zip of one member of this size, made without ever holding it: one packed megabyte stands for all the others."""
    block = sign * (MB // len(sign))
    packer, crc = zlib.compressobj(9, zlib.DEFLATED, -15), 0
    first, again = (packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    for _ in range(megabytes):
        crc = zlib.crc32(block, crc)
    packed = first + again * (megabytes - 1) + packer.flush(zlib.Z_FINISH)
    return record(packed, crc, megabytes * len(block))


def record(packed: bytes, crc: int, size: int, claimed: int | None = None, method: int = 8, copies: int = 1) -> bytes:
    """A zip by hand: what its directory claims need not be true."""
    claim = size if claimed is None else claimed
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, method, 0, 0, crc, len(packed), claim, 5, 0) + b"a.csv"
    entry = (
        struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, method, 0, 0, crc, len(packed), claim, 5, 0, 0, 0, 0, 0, 0)
        + b"a.csv"
    )
    directory = entry * copies
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, copies, copies, len(directory), len(local) + len(packed), 0)
    return local + packed + directory + end


def bombs() -> Iterator[tuple[str, bytes]]:
    for megabytes in (2, 50, 400, 1_000, 2_100):
        yield f"{megabytes} MB of one letter", streamed(megabytes)
    for sign in (b"\0", b",", b'"', b"\n", b"a,b\n"):
        yield f"100 MB of {sign!r}", streamed(100, sign)
    big = streamed(300)
    yield "a size that claims one byte", big[:22] + b"\1\0\0\0" + big[26:]
    packed = zlib.compress(b"x" * 200 * MB, 1)[2:-4]
    yield "a directory that claims one byte", record(packed, 0, 200 * MB, claimed=1)
    yield "a directory that claims four gigabytes", record(packed, 0, 200 * MB, claimed=0xFFFFFFF0)
    yield "100 names for the same bytes", record(packed, zlib.crc32(b"x" * 200 * MB), 200 * MB, copies=100)
    yield "60,000 names for the same bytes", record(packed, 0, 200 * MB, copies=60_000)
    yield "bzip2 of 200 MB", record(bz2.compress(b"x" * 200 * MB, 1), 0, 200 * MB, method=12)
    yield "LZMA of 30 MB", zipped([("a.csv", b"x" * 30 * MB)], zipfile.ZIP_LZMA)
    yield "99 files of 3 MB", zipped([(f"{n}.csv", HEADER + b"x" * 3 * MB) for n in range(99)])
    yield "5,000 files", zipped([(f"{n}.csv", b"") for n in range(5_000)])
    yield "60,000 hidden files", zipped([(f".{n}", b"") for n in range(60_000)])
    yield "a zip in a zip in a zip", zipped([("a.zip", zipped([("b.zip", zipped([("c.csv", b"x" * 50 * MB)]))]))])
    yield "a zip of zip bombs", zipped([(f"{n}.zip", streamed(50)) for n in range(20)])
    yield (
        "a directory of four gigabytes",
        b"PK\x03\x04" + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 9, 9, 0xFFFFFF00, 0, 0),
    )
    yield "names of 64 KB each", zipped([("n" * 65_000 + str(n), b"") for n in range(90)])
    yield "a workbook's name on a bomb", zipped([("[Content_Types].xml", b"x" * 300 * MB)])


def peak() -> float:
    """MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def write(folder: Path) -> int:
    """The bombs as files. Made by a process of their own: making them takes memory, too."""
    for number, (what, content) in enumerate(bombs()):
        (folder / f"{number:02} {what.replace('/', '')}.zip").write_bytes(content)
    return 0


def main(arguments: Sequence[str] = ()) -> int:
    import subprocess

    with TemporaryDirectory() as folder:
        home, made = Path(folder) / "home", Path(folder) / "bombs"
        made.mkdir()
        subprocess.run([sys.executable, "-m", "bench.bombs", "--write", str(made)], check=True)
        set_up(home)
        from homeroom.intake.receive import receive

        (Path(folder) / "usual.zip").write_bytes(zipped([("a.csv", HEADER + b"garden,1\n" * 1000)]))
        list(receive([Path(folder) / "usual.zip"]))
        before, loaded, count = peak(), 0, 0
        for path in sorted(made.iterdir()):
            at = peak()
            for one in receive([path]):
                loaded += one.published
                print(f"    {path.stem}: {one.state}, +{peak() - at:.1f} MiB")
            count += 1
        grown = peak() - before
    verdict = "PASS" if grown <= LIMIT and not loaded else "FAIL"
    print(f"{count} bombs, {loaded} rows loaded, memory grew by {grown:.1f} MiB ({verdict}, limit {LIMIT})")
    return int(grown > LIMIT or bool(loaded))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--write"]:
        sys.exit(write(Path(sys.argv[2])))
    sys.exit(main(sys.argv[1:]))
