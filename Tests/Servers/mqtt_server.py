"""An MQTT broker that says what it is told to: codes that a real one gives only when it is broken."""

import argparse
import socket
import threading

parser = argparse.ArgumentParser()
parser.add_argument("--connack", default="2003000000", help="answer to CONNECT, hexadecimal")
parser.add_argument("--refuse", type=lambda text: int(text, 0), default=0, help="code for what holds --word")
parser.add_argument("--word", default="", help="refuse what holds this; empty: all but the state of the sink")
parser.add_argument("--all", action="store_true", help="refuse the state of the sink too")
parser.add_argument("--times", type=int, default=1, help="how often each is acknowledged")
parser.add_argument("--end", default="", help="said instead where --word is, hexadecimal; then it is closed")
options = parser.parse_args()


def packet(stream):
    first = stream.read(1)
    if not first:
        return None, None
    length, shift = 0, 0
    while True:
        byte = stream.read(1)[0]
        length |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return first[0] >> 4, stream.read(length)


def acknowledgement(body):
    """PUBACK of MQTT 5 for a PUBLISH of QoS 1."""
    size = int.from_bytes(body[:2], "big")
    topic, number = body[2 : 2 + size], body[2 + size : 4 + size]
    is_state = topic.endswith(b"/status")
    refused = options.refuse and options.word.encode() in body and (options.all or not is_state)
    return b"\x40\x03" + number + bytes([options.refuse if refused else 0])


def serve(client):
    stream = client.makefile("rb")
    while True:
        kind, body = packet(stream)
        if kind is None:
            return client.close()
        if kind == 1:
            client.sendall(bytes.fromhex(options.connack))
        elif kind == 3 and options.end and options.word.encode() in body:
            client.sendall(bytes.fromhex(options.end))
            return client.close()
        elif kind == 3:
            client.sendall(acknowledgement(body) * options.times)
        elif kind == 12:
            client.sendall(b"\xd0\x00")


listener = socket.create_server(("127.0.0.1", 0))
print("listening", listener.getsockname()[1], flush=True)
while True:
    threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
