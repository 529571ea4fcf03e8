"""What schemathesis cannot know from the document: how to sign in, and what the app's own form looks like.

OVERGANG_USER names the place of the practice prison's user, by name, that all calls are made as.
"""

import json
import os
import pathlib
import random
import urllib.request
import uuid

import hypothesis.strategies as st
import schemathesis

BASE = os.environ["OVERGANG_ADDRESS"]
PLACE = int(os.environ["OVERGANG_USER"])
GOLDEN = pathlib.Path(__file__).parents[2] / "crates/sync/tests/golden"
# Whom and what the golden requests name: users a0…, devices d0….
GOLDEN_USER, GOLDEN_DEVICE = (bytes(7) + bytes([first]) + bytes(7) + b"\x01" for first in (0xA0, 0xD0))

# What ends sessions, begins them or shuts devices out is called in a session of its own; the others stay signed in.
ENDS_SESSIONS = {
    ("POST", "/api/session"),
    ("DELETE", "/api/session"),
    ("DELETE", "/api/sessions"),
    ("POST", "/api/devices/{id}/revoke"),
}


def call(path, body=None):
    headers = {"overgang-app": "fuzz/1", "content-type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(BASE + path, data=data, headers=headers)) as answer:
        return json.load(answer), answer.headers.get("set-cookie", "").split(";")[0]


class Person:
    """A user on a device of their own."""

    def __init__(self, place):
        users = call("/api/practice/users")[0]["users"]
        self.user = users[place % len(users)]["user"]
        self.device = str(uuid.uuid4())
        self.cookie = call("/api/session", {"user": self.user, "device": self.device})[1]


PERSON = Person(PLACE)
CHANCE = random.Random(PLACE)


@schemathesis.auth(refresh_interval=None)
class Session:
    def get(self, case, _context):
        if (case.method.upper(), case.operation.path) not in ENDS_SESSIONS:
            return PERSON
        # Another user: ending all sessions of the same one would end the others' too.
        return Person(PLACE + 1)

    def set(self, case, person, _context):
        case.headers["cookie"] = person.cookie
        # No invented id is ever the id of a device that one may change.
        if "id" in case.path_parameters and CHANCE.random() < 0.5:
            case.path_parameters["id"] = person.device


def requests_of_the_app():
    """Real requests, in the name of whoever is signed in."""
    for name in ("sync_request", "sync_request_first"):
        message = bytes.fromhex((GOLDEN / f"{name}.hex").read_text())
        message = message.replace(GOLDEN_USER, uuid.UUID(PERSON.user).bytes)
        yield message.replace(GOLDEN_DEVICE, uuid.UUID(PERSON.device).bytes)


REAL = list(requests_of_the_app())
# Of a sign-in, the first two fields of any message with ids: user and device.
REAL += [b"\x10" + uuid.UUID(PERSON.user).bytes + b"\x10" + uuid.UUID(PERSON.device).bytes]


@st.composite
def bent(draw):
    """A real request with some bytes changed, taken out, doubled or cut off."""
    message = bytearray(draw(st.sampled_from(REAL)))
    chance = random.Random(draw(st.integers(0, 2**32)))
    for _ in range(draw(st.integers(1, 4))):
        at = chance.randrange(len(message) + 1)
        act = chance.randrange(4)
        if act == 0 and at < len(message):
            message[at] = chance.randrange(256)
        elif act == 1:
            del message[at : at + chance.randrange(1, 9)]
        elif act == 2:
            message[at:at] = message[at : at + chance.randrange(1, 99)]
        else:
            del message[at:]
    return bytes(message)


schemathesis.openapi.media_type("application/vnd.overgang", st.sampled_from(REAL) | bent() | st.binary(max_size=300))
