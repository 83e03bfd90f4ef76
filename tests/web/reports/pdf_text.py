"""The text of a PDF, read independently of what wrote it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator


def words(pdf: bytes) -> str:
    """The text of a PDF, read independently of what wrote it: the glyphs of its content, by the fonts' own tables."""
    objects = _objects(pdf)
    pages = [int(number) for head, _ in objects.values() for number in re.findall(rb"/Contents (\d+) 0 R", head)]
    drawn = [data for head, data in objects.values() if b"/Form" in head]
    maps = _to_text(objects)
    return "\n".join(_shown(data, maps) for data in [*(objects[number][1] for number in pages), *drawn])


def _objects(pdf: bytes) -> dict[int, tuple[bytes, bytes]]:
    """By number, the head of each object and its stream, unpacked; those in object streams, too."""
    found: dict[int, tuple[bytes, bytes]] = {}
    for number, body in re.findall(rb"(?:^|\n)(\d+) 0 obj\b(.*?)\bendobj", pdf, re.DOTALL):
        head, _, data = body.partition(b"stream")
        data = data.strip(b"\r\n").removesuffix(b"endstream").rstrip(b"\r\n") if data else b""
        found[int(number)] = (head, zlib.decompressobj().decompress(data) if b"FlateDecode" in head and data else data)
    for head, data in list(found.values()):
        if b"/ObjStm" in head:
            first, count = (int(re.search(rb"/%s (\d+)" % name, head)[1]) for name in (b"First", b"N"))  # type: ignore[index]
            places = list(map(int, data[:first].split()))[: 2 * count]
            ends = [*places[3::2], len(data) - first]
            for i, end in zip(range(count), ends, strict=True):
                found[places[2 * i]] = (data[first + places[2 * i + 1] : first + end], b"")
    return found


def _to_text(objects: dict[int, tuple[bytes, bytes]]) -> dict[str, dict[int, str]]:
    """By a font's name, the text of each of its glyphs."""
    fonts = {}
    for head, _ in objects.values():
        for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", head):
            fonts[name.decode()] = int(number)
    maps = {}
    for name, number in fonts.items():
        table = re.search(rb"/ToUnicode (\d+)", objects[number][0])
        if table:
            maps[name] = _glyphs(objects[int(table[1])][1])
    return maps


def _glyphs(table: bytes) -> dict[int, str]:
    found = {}
    for glyph, text in re.findall(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>", table):
        found[int(glyph, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    return found


def _shown(page: bytes, maps: dict[str, dict[int, str]]) -> str:
    said, font, codes = [], "", b""
    for token in _tokens(page):
        if isinstance(token, bytes):
            codes += token
        elif re.fullmatch(r"/f\d+", token):
            font = token[1:]
        elif token in ("Tj", "TJ"):
            glyphs = (int.from_bytes(codes[i : i + 2], "big") for i in range(0, len(codes), 2))
            said.append("".join(maps.get(font, {}).get(glyph, "") for glyph in glyphs))
        codes = codes if isinstance(token, bytes) or token not in ("Tj", "TJ", "Td", "Tm", "BDC") else b""
    return "\n".join(said)


def _tokens(page: bytes) -> Iterator[bytes | str]:
    """Strings as bytes, all else as words."""
    at = 0
    while at < len(page):
        if page[at : at + 1] == b"(":
            text, at = _string(page, at + 1)
            yield text
        elif found := re.compile(rb"<([0-9A-Fa-f]*)>").match(page, at):
            yield bytes.fromhex(found[1].decode())
            at = found.end()
        elif found := re.compile(rb"/?[^\s()<>\[\]/]+").match(page, at):
            yield found[0].decode("latin-1")
            at = found.end()
        else:
            at += 1


def _string(page: bytes, at: int) -> tuple[bytes, int]:
    """A string that begins there, and where it ends; parentheses that belong together need no escape."""
    text, depth = bytearray(), 1
    escapes = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
    while at < len(page):
        byte = page[at : at + 1]
        if byte == b"\\":
            octal = re.compile(rb"[0-7]{1,3}").match(page, at + 1)
            text += bytes([int(octal[0], 8)]) if octal else escapes.get(page[at + 1 : at + 2], page[at + 1 : at + 2])
            at = octal.end() if octal else at + 2
            continue
        depth += {b"(": 1, b")": -1}.get(byte, 0)
        at += 1
        if not depth:
            return bytes(text), at
        text += byte
    return bytes(text), at
