"""A Kafka broker that gets as far as the login, refuses it, and repeats in its reason what it was sent."""

import socket
import struct
import threading

API_VERSIONS, SASL_HANDSHAKE, SASL_AUTHENTICATE, METADATA, PRODUCE = 18, 17, 36, 3, 0
UNSUPPORTED_VERSION, AUTHENTICATION_FAILED = 35, 58


def text(value: bytes) -> bytes:
    return struct.pack(">h", len(value)) + value


def answer(key: int, version: int, body: bytes) -> bytes:
    if key == API_VERSIONS:
        known = [(API_VERSIONS, 0, 0), (SASL_HANDSHAKE, 0, 1), (SASL_AUTHENTICATE, 0, 0)]
        known += [(METADATA, 0, 2), (PRODUCE, 0, 7)]
        error = 0 if version == 0 else UNSUPPORTED_VERSION
        return struct.pack(">hi", error, len(known)) + b"".join(struct.pack(">hhh", *each) for each in known)
    if key == SASL_HANDSHAKE:
        return struct.pack(">hi", 0, 2) + text(b"PLAIN") + text(b"SCRAM-SHA-512")
    said = b"no such login: " + body[4:].replace(b"\0", b"/")
    return struct.pack(">h", AUTHENTICATION_FAILED) + text(said) + struct.pack(">i", 0)


def serve(connection: socket.socket) -> None:
    stream = connection.makefile("rwb")
    while head := stream.read(4):
        request = stream.read(struct.unpack(">i", head)[0])
        key, version, correlation, length = struct.unpack(">hhih", request[:10])
        reply = struct.pack(">i", correlation) + answer(key, version, request[10 + max(length, 0) :])
        stream.write(struct.pack(">i", len(reply)) + reply)
        stream.flush()


def main() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    print("port", listener.getsockname()[1], flush=True)
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=serve, args=(connection,), daemon=True).start()


main()
