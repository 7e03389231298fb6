#!/usr/bin/env python3
"""Verifies audit logs. Written from docs/audit-format.md alone, with the standard library alone.

    verify.py vectors DIRECTORY   checks all test vectors: prints one line for each that differs, and a summary
    verify.py log DIRECTORY --key BASE64_SPKI [--anchor FILE] [--require-anchor]

The exit code is 0 only if all is as it should be.
"""

import argparse
import base64
import binascii
import hashlib
import json
import os
import re
import sys

VALID, AFTER_ANCHOR, NOTHING_CHECKED, INVALID = "Valid", "ValidAfterAnchor", "NothingChecked", "Invalid"
VERDICTS = [VALID, AFTER_ANCHOR, NOTHING_CHECKED, INVALID]
MAX_NUMBER, MAX_LINE, MAX_JSON, MAX_NOTE = 2**63 - 1, 16_448, 16_384, 8_192
ORIGIN = re.compile(r"[A-Za-z0-9\-._/:]{1,255}")
SEGMENT = re.compile(r"([0-9]{20})\.jsonl")


class Problem(Exception):
    """The first check that failed."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


# Texts


def number(text):
    """A decimal number without sign and leading zeros; None for any other text."""
    if not re.fullmatch(r"0|[1-9][0-9]{0,18}", text):
        return None
    return int(text) if int(text) <= MAX_NUMBER else None


def decode64(text, url=False):
    """Strict base64; None if the text is not what encoding gives."""
    try:
        data = base64.b64decode(text + ("=" * (-len(text) % 4) if url else ""), altchars=b"-_" if url else None, validate=True)
    except (binascii.Error, ValueError):
        return None
    again = base64.urlsafe_b64encode(data).rstrip(b"=") if url else base64.b64encode(data)
    return data if again.decode() == text else None


# The tree (RFC 6962)


def sha256(data):
    return hashlib.sha256(data).digest()


class Tree:
    def __init__(self, size=0, frontier=()):
        self.size, self.frontier = size, list(frontier)

    def append(self, node):
        bits = self.size
        while bits & 1:
            node = sha256(b"\x01" + self.frontier.pop() + node)
            bits >>= 1
        self.frontier.append(node)
        self.size += 1

    def root(self):
        if not self.frontier:
            return sha256(b"")
        node = self.frontier[-1]
        for left in reversed(self.frontier[:-1]):
            node = sha256(b"\x01" + left + node)
        return node


# ECDSA on P-256 (FIPS 186-5), with integers. Nothing here is secret.

P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
G = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296, 0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)
SPKI_PREFIX = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")


def double(point):
    """Doubles a point in Jacobian coordinates (x / z^2, y / z^3)."""
    x, y, z = point
    if not y or not z:
        return 0, 1, 0
    square = y * y % P
    product = 4 * x * square % P
    slope = 3 * (x - z * z) * (x + z * z) % P
    result = (slope * slope - 2 * product) % P
    return result, (slope * (product - result) - 8 * square * square) % P, 2 * y * z % P


def add(left, right):
    """Adds two points in Jacobian coordinates."""
    if not left[2] or not right[2]:
        return right if not left[2] else left
    left_z, right_z = left[2] * left[2] % P, right[2] * right[2] % P
    left_x, right_x = left[0] * right_z % P, right[0] * left_z % P
    left_y, right_y = left[1] * right_z * right[2] % P, right[1] * left_z * left[2] % P
    if left_x == right_x:
        return double(left) if left_y == right_y else (0, 1, 0)
    width, height = right_x - left_x, right_y - left_y
    cube = width * width * width % P
    middle = left_x * width * width % P
    x = (height * height - cube - 2 * middle) % P
    return x, (height * (middle - x) - left_y * cube) % P, left[2] * right[2] * width % P


def multiply_add(first, point, second, other):
    """The affine x of first * point + second * other; None at infinity."""
    sums = [None, point, other, add(point, other)]
    result = 0, 1, 0
    for bit in reversed(range(256)):
        result = double(result)
        term = sums[(first >> bit & 1) + 2 * (second >> bit & 1)]
        result = add(result, term) if term else result
    return result[0] * pow(result[2], -2, P) % P if result[2] else None


def der_integer(data):
    """A positive DER integer at the start of the data, and the rest; None if it is malformed."""
    if len(data) < 3 or data[0] != 2 or not 1 <= data[1] <= 33 or len(data) < 2 + data[1]:
        return None
    value, rest = data[2:2 + data[1]], data[2 + data[1]:]
    if value[0] & 0x80 or (len(value) > 1 and value[0] == 0 and not value[1] & 0x80):
        return None
    return int.from_bytes(value, "big"), rest


class Key:
    def __init__(self, spki):
        self.spki = spki
        self.id = sha256(spki)[:4]
        self.point = int.from_bytes(spki[27:59], "big"), int.from_bytes(spki[59:], "big")
        x, y = self.point
        if len(spki) != 91 or not spki.startswith(SPKI_PREFIX) or max(x, y) >= P or (y * y - x * x * x + 3 * x - B) % P:
            raise ValueError("The key is not on P-256.")

    def verifies(self, text, signature):
        if len(signature) < 2 or signature[0] != 0x30 or signature[1] != len(signature) - 2:
            return False
        first = der_integer(signature[2:])
        second = der_integer(first[1]) if first else None
        if not second or second[1]:
            return False
        r, s = first[0], second[0]
        if not (0 < r < N and 0 < s < N):
            return False
        inverse = pow(s, -1, N)
        digest = int.from_bytes(sha256(text), "big")
        x = multiply_add(digest * inverse % N, (*G, 1), r * inverse % N, (*self.point, 1))
        return x is not None and x % N == r


# Checkpoints


class Checkpoint:
    """A signed note. It raises ValueError if it is malformed."""

    def __init__(self, note):
        try:
            text = note.decode("utf-8")
        except UnicodeDecodeError as error:
            raise ValueError from error
        lines = text.split("\n")
        if len(text) > MAX_NOTE or len(lines) < 6 or lines[3] or lines[-1]:
            raise ValueError
        self.note, self.origin, self.size, self.root = note, lines[0], number(lines[1]), decode64(lines[2])
        self.text = "".join(line + "\n" for line in lines[:3]).encode()
        self.signatures = [self.signature(line) for line in lines[4:-1]]
        if not ORIGIN.fullmatch(self.origin) or self.size is None or self.root is None or len(self.root) != 32:
            raise ValueError

    @staticmethod
    def signature(line):
        parts = line.split(" ")
        data = decode64(parts[2]) if len(parts) == 3 and parts[0] == "\u2014" and parts[1] and "+" not in parts[1] else None
        if data is None or len(data) < 5:
            raise ValueError
        return parts[1], data[:4], data[4:]

    def is_signed_by(self, keys):
        return any(name == self.origin and key.id == key_id and key.verifies(self.text, signature)
                   for name, key_id, signature in self.signatures for key in keys)


def split_notes(data):
    """The complete notes of the file checkpoints. What follows the last one is unfinished."""
    notes, note, empty_lines = [], b"", 0
    for line in data.split(b"\n")[:-1]:
        empty_lines += not line
        if empty_lines == 2:
            notes.append(note)
            note, empty_lines = b"", 0
        else:
            note += line + b"\n"
    return notes


# Segments


class Header:
    """The first line of a segment. It raises ValueError if it is malformed."""

    def __init__(self, line):
        try:
            value = json.loads(line.decode("utf-8"))
            self.origin, self.first = value["origin"], value["first"]
            self.frontier = [decode64(root) for root in value["frontier"]]
            self.previous = value.get("previous")
            self.bytes, self.reason = (self.previous["bytes"], self.previous["reason"]) if self.previous is not None else (None, None)
            numbers = [self.first] + ([self.bytes] if self.previous is not None else [])
            is_valid = (all(type(item) is int and 0 <= item <= MAX_NUMBER for item in numbers)
                        and ORIGIN.fullmatch(self.origin) and len(line) <= MAX_LINE
                        and self.reason in (None, "rotated", "abandoned", "recovered")
                        and (self.previous is None or self.reason is not None)
                        and all(root is not None and len(root) == 32 for root in self.frontier)
                        and len(self.frontier) == bin(self.first).count("1") and line == self.line())
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise ValueError from error
        if not is_valid:
            raise ValueError

    def line(self):
        value = {"format": "hipaajwt-audit/2", "origin": self.origin, "first": self.first,
                 "frontier": [base64.b64encode(root).decode() for root in self.frontier]}
        if self.previous is not None:
            value["previous"] = {"bytes": self.bytes, "reason": self.reason}
        return json.dumps(value, separators=(",", ":")).encode()


class Segment:
    def __init__(self, directory, name):
        self.name, self.path = name, os.path.join(directory, name)
        self.first = int(name[:20])
        with open(self.path, "rb") as file:
            self.data = file.read()
        end = self.data.find(b"\n")
        self.start = end + 1
        self.is_unfinished = end < 0 and len(self.data) <= MAX_LINE
        try:
            self.header = Header(self.data[:end]) if end >= 0 else None
        except ValueError:
            self.header = None


def parse_line(line):
    """The index, the leaf and the JSON of a line."""
    parts = line.split(b" ", 2)
    if len(parts) != 3 or len(parts[1]) != 43 or not 1 <= len(parts[2]) <= MAX_JSON:
        return None
    try:
        index, leaf = number(parts[0].decode("ascii")), parts[1].decode("ascii")
    except UnicodeDecodeError:
        return None
    return None if index is None else (index, leaf, parts[2])


def is_redacted(record):
    return not record.strip(b"-")


def lifecycle(line):
    """The members type, resourceType, resourceId and resource of a record."""
    parsed = parse_line(line)
    try:
        value = json.loads(parsed[2].decode("utf-8")) if parsed else None
    except (ValueError, RecursionError):
        value = None
    value = value if isinstance(value, dict) else {}
    texts = [value.get(name) for name in ("type", "resourceType", "resourceId", "resource")]
    return [text if isinstance(text, str) else None for text in texts]


# A stream


class Stream:
    def __init__(self, directory, keys, anchors, require_anchor):
        self.directory, self.keys, self.all_anchors, self.require_anchor = directory, keys, anchors, require_anchor
        self.origin = None
        self.first = self.signed = self.redacted = self.void = 0
        self.anchored = self.pruned_by = None
        self.waiting, self.last_notes, self.note_count = None, [], 0
        self.code = None
        try:
            self.verdict = self.verify()
        except Problem as problem:
            self.code = problem.code
            self.verdict = NOTHING_CHECKED if problem.code in (401, 308) else INVALID
        except OSError:
            self.code, self.verdict = 105, INVALID

    def path(self, name):
        return os.path.join(self.directory, name)

    def read(self, name):
        if not os.path.exists(self.path(name)):
            return None
        with open(self.path(name), "rb") as file:
            return file.read()

    def verify(self):
        newest = self.read("checkpoint")
        self.segments = [Segment(self.directory, name) for name in sorted(os.listdir(self.directory)) if SEGMENT.fullmatch(name)]
        if not self.segments:
            raise Problem(201)
        header = self.segments[0].header
        if header is None:
            raise Problem(203)
        self.origin, self.first = header.origin, header.first
        if header.first != self.segments[0].first or (header.previous is None) != (header.first == 0):
            raise Problem(204)
        self.check_vkey()
        self.check_anchors()
        notes = self.read("checkpoints")
        if notes is None:
            raise Problem(301)
        self.notes = split_notes(notes)
        self.tree = Tree(header.first, header.frontier)
        self.compare()
        self.check_segments()
        self.finish(newest)
        return VALID if self.anchored is not None and self.anchored >= self.tree.size else AFTER_ANCHOR

    def check_vkey(self):
        vkey = self.read("vkey")
        lines = [f"{self.origin}+{key.id.hex()}+{base64.b64encode(bytes([2]) + key.spki).decode()}\n".encode() for key in self.keys]
        if vkey is not None and vkey not in lines:
            raise Problem(107)

    def check_anchors(self):
        anchors = [anchor for anchor in self.all_anchors if anchor.origin == self.origin]
        if not all(anchor.is_signed_by(self.keys) for anchor in anchors):
            raise Problem(402)
        self.anchors = sorted((anchor for anchor in anchors if anchor.size >= self.first), key=lambda anchor: anchor.size)
        if anchors and not self.anchors:
            raise Problem(405)

    def next_note(self):
        """The next checkpoint that has not been compared, with a valid signature."""
        if self.waiting is None and self.notes:
            try:
                self.waiting = Checkpoint(self.notes.pop(0))
            except ValueError as error:
                raise Problem(302) from error
            if self.waiting.origin != self.origin:
                raise Problem(302)
            if not self.waiting.is_signed_by(self.keys):
                raise Problem(303)
        return self.waiting

    def compare(self):
        """Compares the tree with the checkpoints and anchors of at most its size."""
        while (checkpoint := self.next_note()) is not None and checkpoint.size <= self.tree.size:
            if checkpoint.size < self.signed:
                raise Problem(304)
            if checkpoint.size >= self.first and (checkpoint.size, checkpoint.root) != (self.tree.size, self.tree.root()):
                raise Problem(306)
            self.signed = checkpoint.size
            self.note_count += 1
            self.last_notes = self.last_notes[-1:] + [checkpoint.note]
            self.waiting = None
        while self.anchors and self.anchors[0].size <= self.tree.size:
            if (self.anchors[0].size, self.anchors[0].root) != (self.tree.size, self.tree.root()):
                raise Problem(403)
            self.anchored = self.anchors.pop(0).size

    def check_segments(self):
        position = 0
        while position < len(self.segments):
            segment = self.segments[position]
            following = self.segments[position + 1] if position + 1 < len(self.segments) else None
            is_last = following is None or (following.is_unfinished and position + 2 == len(self.segments))
            if not is_last:
                self.check_length(segment, following)
            self.check_first_record(position, None if is_last else following.header.bytes)
            self.check_lines(segment, None if is_last else following.header.bytes)
            if following is None:
                return
            if following.first != self.tree.size:
                raise Problem(209)
            if is_last:
                self.void += len(following.data)
                return
            if (following.header.first, following.header.origin) != (following.first, self.origin):
                raise Problem(204)
            if following.header.frontier != self.tree.frontier:
                raise Problem(205)
            position += 1

    @staticmethod
    def check_length(segment, following):
        if following.header is None:
            raise Problem(203)
        if following.header.previous is None:
            raise Problem(204)
        length, valid = len(segment.data), following.header.bytes
        if valid < segment.start or length < valid or (following.header.reason == "rotated" and length != valid):
            raise Problem(206)

    def check_first_record(self, position, end):
        segment = self.segments[position]
        if segment.header.previous is None:
            return
        line = segment.data[segment.start:end].split(b"\n", 1)[0]
        kind, resource_type, resource_id, resource = lifecycle(line)
        told = {"AuditLogRecovered": "recovered", "AuditLogSegmentAbandoned": "abandoned"}.get(kind)
        if position > 0:
            is_about_previous = resource_id == self.segments[position - 1].name
        else:
            match = SEGMENT.fullmatch(resource_id or "")
            is_about_previous = match is not None and int(match.group(1)) < segment.first
        if resource_type != "AuditLogSegment" or not is_about_previous:
            told = None
        expected = None if segment.header.reason == "rotated" else segment.header.reason
        if told != expected or (told and resource != f"bytes={segment.header.bytes}"):
            raise Problem(207)

    def check_lines(self, segment, end):
        *lines, rest = segment.data[segment.start:end].split(b"\n")
        leaves = b""
        for line in lines:
            leaf = self.check_line(line)
            leaves += leaf
            self.tree.append(leaf)
            self.compare()
        if end is not None and rest:
            raise Problem(206)
        self.void += len(rest) if end is None else len(segment.data) - end
        sidecar = self.read(segment.name.replace(".jsonl", ".hashes"))
        if sidecar is not None and sidecar != leaves:
            raise Problem(211)

    def check_line(self, line):
        parsed = parse_line(line)
        if parsed is None:
            raise Problem(208)
        index, text, record = parsed
        if index != self.tree.size:
            raise Problem(209)
        if is_redacted(record):
            self.redacted += 1
            leaf = decode64(text, url=True)
            if leaf is None:
                raise Problem(208)
            return leaf
        leaf = sha256(b"\x00" + record)
        if decode64(text, url=True) != leaf:
            raise Problem(210)
        self.check_pruned(line)
        return leaf

    def check_pruned(self, line):
        if self.first == 0 or self.pruned_by is not None:
            return
        kind, _, resource_id, _ = lifecycle(line)
        left = number(resource_id or "")
        if kind == "AuditLogPruned" and left is not None and left >= self.first:
            self.pruned_by = self.tree.size

    def finish(self, newest):
        if self.next_note() is not None:
            raise Problem(307)
        if self.anchors:
            raise Problem(404)
        if self.note_count == 0 or (self.anchored or 0) > self.signed:
            raise Problem(301)
        if newest not in self.last_notes and not (newest is None and self.note_count == 1):
            raise Problem(305)
        trusted = self.signed if self.anchored is None else self.anchored
        if self.first > 0 and not (self.pruned_by is not None and self.pruned_by < trusted):
            raise Problem(202)
        if self.require_anchor and self.anchored is None:
            raise Problem(401)
        if self.signed <= self.first:
            raise Problem(308)

    def result(self):
        if self.code is not None:
            return {"origin": self.origin, "verdict": self.verdict, "events": None, "redacted": None, "void": None}
        return {"origin": self.origin, "verdict": self.verdict, "events": self.tree.size - self.first,
                "redacted": self.redacted, "void": self.void}


# A directory


def is_stream(directory):
    names = os.listdir(directory)
    return any(SEGMENT.fullmatch(name) or name in ("checkpoint", "checkpoints", "vkey") for name in names)


def verify(directory, keys, anchors, require_anchor):
    """The verdict, the first code, and the results of the streams."""
    if not os.path.isdir(directory):
        return NOTHING_CHECKED, 101, []
    folders = [directory] + sorted((entry.path for entry in os.scandir(directory) if entry.is_dir()), key=os.fsencode)
    folders = [folder for folder in folders if is_stream(folder)]
    if not folders:
        return NOTHING_CHECKED, 102, []
    if not keys:
        return NOTHING_CHECKED, 106, []
    streams = [Stream(folder, keys, anchors, require_anchor) for folder in folders]
    origins = [stream.origin for stream in streams]
    for stream in streams:
        if stream.code is None and origins.count(stream.origin) > 1:
            stream.code, stream.verdict = 104, INVALID
    verdicts, codes = [stream.verdict for stream in streams], [stream.code for stream in streams if stream.code]
    if None not in origins and any(anchor.origin not in origins for anchor in anchors):
        verdicts.append(INVALID)
        codes.append(103)
    return max(verdicts, key=VERDICTS.index), codes[0] if codes else None, [stream.result() for stream in streams]


def run_vectors(directory):
    with open(os.path.join(directory, "index.json"), encoding="utf-8") as file:
        vectors = json.load(file)
    different = 0
    for vector in vectors:
        keys = [Key(base64.b64decode(key)) for key in vector["keys"]]
        anchors = [Checkpoint(note.encode()) for note in vector["anchors"]]
        actual = verify(os.path.join(directory, vector["name"]), keys, anchors, vector["requireAnchor"])
        expected = vector["verdict"], vector["code"], vector["streams"]
        if actual != expected:
            different += 1
            print(f"{vector['name']}: {actual} instead of {expected}")
    print(f"{len(vectors) - different} of {len(vectors)} vectors agree")
    return 0 if vectors and not different else 1


def run_log(arguments):
    keys = [Key(base64.b64decode(key)) for key in arguments.key]
    anchors = []
    for path in arguments.anchor:
        with open(path, "rb") as file:
            anchors.append(Checkpoint(file.read()))
    verdict, code, streams = verify(arguments.directory, keys, anchors, arguments.require_anchor)
    print(json.dumps({"verdict": verdict, "code": code, "streams": streams}))
    return 0 if verdict in (VALID, AFTER_ANCHOR) else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("vectors").add_argument("directory")
    log = commands.add_parser("log")
    log.add_argument("directory")
    log.add_argument("--key", action="append", default=[], help="SubjectPublicKeyInfo in base64")
    log.add_argument("--anchor", action="append", default=[], help="a file with a signed note")
    log.add_argument("--require-anchor", action="store_true")
    arguments = parser.parse_args()
    return run_vectors(arguments.directory) if arguments.command == "vectors" else run_log(arguments)


if __name__ == "__main__":
    sys.exit(main())
