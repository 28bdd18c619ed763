#!/usr/bin/python3
"""A server that behaves badly, on a loopback port of the system's choice. Prints "port N" once it listens.

--status CODE   answers every RTSP request with that status
--silent        accepts connections and never answers
--garbage       answers every request with random bytes
--full          listens, but its queue of connections is full: attempts to connect hang
--redirect URL  answers DESCRIBE, or GET, with 302 and that Location
--record FILE   answers every RTSP request with 404, and writes into FILE that it was connected to and what it was sent;
                with --silent it writes only the former
--forged        describes an H.264 stream, then sends interleaved packets of random bytes
"""

import argparse
import random
import socket
import threading

SDP = (
    "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nt=0 0\r\nm=video 0 RTP/AVP 96\r\n"
    "a=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1\r\na=control:track1\r\n"
)


def requests(connection):
    """Yields the heads of RTSP requests."""
    data = b""
    while True:
        while b"\r\n\r\n" not in data:
            received = connection.recv(4096)
            if not received:
                return
            data += received
        head, data = data.split(b"\r\n\r\n", 1)
        yield head.decode("latin-1")


def answer(head, status="200 OK", extra="", body=""):
    sequence = next((line.split(":")[1].strip() for line in head.split("\r\n") if line.lower().startswith("cseq")), "1")
    length = f"Content-Length: {len(body)}\r\n" if body else ""
    return f"RTSP/1.0 {status}\r\nCSeq: {sequence}\r\n{extra}{length}\r\n{body}".encode()


def forged_packets(connection, seed):
    randomness = random.Random(seed)
    for sequence in range(100000):
        kind = randomness.choice([0x41, 0x65, 0x67, 0x68, 0x7C, 0x78, randomness.randrange(256)])
        payload = bytes([kind]) + randomness.randbytes(randomness.randrange(1, 1200))
        rtp = bytes([0x80, 96 | (0x80 if randomness.random() < 0.3 else 0)])
        rtp += (sequence & 0xFFFF).to_bytes(2, "big") + (sequence * 3600 & 0xFFFFFFFF).to_bytes(4, "big") + b"abcd"
        packet = rtp + payload
        connection.sendall(b"$\0" + len(packet).to_bytes(2, "big") + packet)


def record(path, line):
    with open(path, "a") as file:
        file.write(line + "\n")


def serve(connection, arguments):
    try:
        for head in requests(connection):
            method = head.split(" ")[0]
            if arguments.silent:
                continue
            if arguments.record:
                record(arguments.record, head)
                connection.sendall(answer(head, "404 Not Found"))
                continue
            if arguments.redirect and method in ("DESCRIBE", "GET"):
                protocol = "HTTP/1.1" if method == "GET" else "RTSP/1.0"
                location = f"Location: {arguments.redirect}\r\n"
                connection.sendall(answer(head, "302 Found", extra=location).replace(b"RTSP/1.0", protocol.encode()))
                continue
            if arguments.garbage:
                connection.sendall(random.Random(1).randbytes(65536))
            elif arguments.status:
                connection.sendall(answer(head, f"{arguments.status} Refused"))
            elif method == "DESCRIBE":
                connection.sendall(answer(head, extra="Content-Type: application/sdp\r\n", body=SDP))
            elif method == "SETUP":
                transport = "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\nSession: 1\r\n"
                connection.sendall(answer(head, extra=transport))
            else:
                connection.sendall(answer(head, extra="Session: 1\r\n"))
                if method == "PLAY":
                    forged_packets(connection, 1)
    except OSError:
        pass


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--status", type=int)
    parser.add_argument("--redirect")
    parser.add_argument("--record")
    for flag in ("--silent", "--garbage", "--full", "--forged"):
        parser.add_argument(flag, action="store_true")
    arguments = parser.parse_args()
    listener = socket.create_server(("127.0.0.1", 0), backlog=0 if arguments.full else 16)
    print("port", listener.getsockname()[1], flush=True)
    if arguments.full:
        # Two connections nobody accepts fill a queue of length 0; the next SYN is dropped.
        held = [socket.socket() for _ in range(4)]
        for one in held:
            one.setblocking(False)
            one.connect_ex(listener.getsockname())
        threading.Event().wait()
    while True:
        connection, _ = listener.accept()
        if arguments.record:
            record(arguments.record, "connected")
        threading.Thread(target=serve, args=(connection, arguments), daemon=True).start()


if __name__ == "__main__":
    main()
