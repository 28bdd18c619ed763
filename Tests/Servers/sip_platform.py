"""A GB/T 28181 platform: takes registrations, signs of life and alarms over UDP and TCP, and can be a bad network.

Prints "listening PORT", and writes all it hears to heard.jsonl in its folder before it answers. What is wrong with it
stands in mode.json there, which is read again for each message:

loss      share of datagrams that are lost, each way
silent    nothing is answered
delay     seconds before each answer
twice     each answer is sent twice
refuse    event ids with the status that refuses them
status    methods with the status that all their requests get
respond   what the platform's own Response to an alarm says; without it none is sent
ask       requests to the device, each done once: n, method, headers, body, charset
"""

import argparse
import asyncio
import hashlib
import json
import os
import random
import socket
import sys

arguments = argparse.ArgumentParser()
arguments.add_argument("--folder", required=True)
arguments.add_argument("--port", type=int, default=0)
arguments.add_argument("--user")
arguments.add_argument("--password", default="")
arguments.add_argument("--realm", default="3402000000")
arguments.add_argument("--algorithm", default="MD5", choices=["MD5", "SHA-256", "both"])
arguments.add_argument("--qop", default="")
arguments.add_argument("--grant", type=int)
arguments.add_argument("--least", type=int, default=0)
arguments.add_argument("--stale", action="store_true")
options = arguments.parse_args()
chance = random.Random(7)


def mode():
    try:
        with open(os.path.join(options.folder, "mode.json"), encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError):
        return {}


def record(**entry):
    with open(os.path.join(options.folder, "heard.jsonl"), "a", encoding="utf-8") as file:
        file.write(json.dumps(entry, ensure_ascii=False) + "\n")


def read(data):
    """The first line, the headers by their names in lower case, and the body."""
    head, _, body = data.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    headers = {}
    for line in lines[1:]:
        name, _, value = line.partition(":")
        headers.setdefault(name.strip().lower(), value.strip())
    return lines[0], headers, body


def text_of(body):
    """The body in the charset that it says it has, read strictly."""
    label = body.split(b"?>")[0].decode("latin-1").lower()
    charset = "gb18030" if "gb" in label else "utf-8"
    return body.decode(charset)


def proof_is_right(header, method):
    values = {}
    for part in header[len("Digest "):].split(","):
        name, _, value = part.strip().partition("=")
        values[name] = value.strip('"')
    if values.get("username") != options.user or values.get("nonce") not in platform.nonces:
        return False
    wanted = "SHA-256" if options.algorithm == "both" else options.algorithm
    if values.get("algorithm", "MD5") != wanted:
        return False

    def hashed(text):
        make = hashlib.md5 if wanted == "MD5" else hashlib.sha256
        return make(text.encode()).hexdigest()

    secret = hashed(f"{options.user}:{options.realm}:{options.password}")
    request = hashed(f"{method}:{values['uri']}")
    middle = values["nonce"]
    if options.qop:
        if values.get("qop") != "auth":
            return False
        middle += f":{values['nc']}:{values['cnonce']}:auth"
    return values.get("response") == hashed(f"{secret}:{middle}:{request}")


class Platform:
    def __init__(self):
        self.registered = False
        self.nonces = set()
        self.answers = {}
        self.device = None
        self.send_back = None
        self.asked = set()
        self.count = 0
        self.was_stale = False

    def heard(self, data, send, transport):
        if not data.strip():
            return
        line, headers, body = read(data)
        if line.startswith("SIP/2.0"):
            record(kind="answer", status=int(line.split()[1]), headers=headers, body=text_of(body) if body else "")
            return
        method = line.split()[0]
        now = mode()
        key = headers["via"] + method
        if key in self.answers:
            self.answer(self.answers[key], send, now)
            return
        self.send_back = send
        if now.get("silent"):
            record(kind="unheard", method=method)
            return
        status, reason, extra = self.judge(method, headers, body, now)
        entry = {"kind": "request", "method": method, "line": line, "headers": headers, "transport": transport}
        record(**entry, status=status, body=text_of(body) if body else "", bytes=len(data))
        answer = f"SIP/2.0 {status} {reason}\r\n"
        for name in ["Via", "From", "To", "Call-ID", "CSeq"]:
            value = headers[name.lower()]
            answer += f"{name}: {value}" + (";tag=7777" if name == "To" and "tag=" not in value else "") + "\r\n"
        answer += extra + "Content-Length: 0\r\n\r\n"
        self.answers[key] = answer.encode("latin-1")
        self.answer(self.answers[key], send, now)
        if status == 200 and "<CmdType>Alarm</CmdType>" in (text_of(body) if body else "") and now.get("respond"):
            self.confirm(text_of(body), now["respond"], send)

    def answer(self, data, send, now):
        for _ in range(2 if now.get("twice") else 1):
            if now.get("delay"):
                asyncio.get_running_loop().call_later(now["delay"], send, data)
            else:
                send(data)

    def judge(self, method, headers, body, now):
        if method in now.get("status", {}):
            return now["status"][method], "As Told", "Retry-After: 7\r\n"
        if method == "REGISTER":
            return self.register(headers)
        if not self.registered:
            return 403, "Forbidden", ""
        refused = now.get("refuse", {}).get(headers.get("x-tocsin-event-id"))
        if refused:
            return refused, "Refused", ""
        return 200, "OK", ""

    def register(self, headers):
        seconds = int(headers["expires"])
        if options.user:
            right = proof_is_right(headers.get("authorization", ""), "REGISTER")
            if right and options.stale and not self.was_stale:
                self.was_stale = True
                self.nonces.clear()
                return 401, "Unauthorized", self.challenges(", stale=true")
            if not right:
                return 401, "Unauthorized", self.challenges("")
        if 0 < seconds < options.least:
            return 423, "Interval Too Brief", f"Min-Expires: {options.least}\r\n"
        self.registered = seconds > 0
        self.device = headers["contact"].strip("<>")
        return 200, "OK", f"Expires: {options.grant or seconds}\r\nDate: 2026-03-02T18:00:00\r\n"

    def challenges(self, more):
        nonce = f"{chance.getrandbits(64):016x}"
        self.nonces.add(nonce)
        text = ""
        for algorithm in ["MD5", "SHA-256"] if options.algorithm == "both" else [options.algorithm]:
            text += f'WWW-Authenticate: Digest realm="{options.realm}", nonce="{nonce}"{more}, algorithm={algorithm}'
            text += f', qop="{options.qop}"\r\n' if options.qop else "\r\n"
        return text

    def confirm(self, alarm, result, send):
        def of(name):
            return alarm.split(f"<{name}>")[1].split(f"</{name}>")[0]

        body = '<?xml version="1.0"?>\r\n<Response>\r\n<CmdType>Alarm</CmdType>\r\n'
        body += f"<SN>{of('SN')}</SN>\r\n<DeviceID>{of('DeviceID')}</DeviceID>\r\n"
        body += f"<Result>{result}</Result>\r\n</Response>"
        self.request("MESSAGE", {"Content-Type": "Application/MANSCDP+xml"}, body.encode(), send)

    def request(self, method, headers, body, send):
        self.count += 1
        host = f"127.0.0.1:{options.port}"
        data = f"{method} {self.device} SIP/2.0\r\nVia: SIP/2.0/UDP {host};rport;branch=z9hG4bKp{self.count}\r\n"
        data += f"From: <sip:34020000002000000001@3402000000>;tag=f{self.count}\r\nTo: <{self.device}>\r\n"
        data += f"Call-ID: platform-{self.count}\r\nCSeq: {self.count} {method}\r\n"
        data += "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        send((data + f"Content-Length: {len(body)}\r\n\r\n").encode() + body)

    async def ask(self):
        while True:
            await asyncio.sleep(0.02)
            for wish in mode().get("ask", []):
                if wish["n"] in self.asked or not self.send_back or not self.registered:
                    continue
                self.asked.add(wish["n"])
                body = wish.get("body", "").encode(wish.get("charset", "utf-8"))
                for _ in range(wish.get("times", 1)):
                    self.request(wish["method"], wish.get("headers", {}), body, self.send_back)
                    self.count -= 1 if wish.get("times", 1) > 1 else 0


class Datagrams(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, address):
        loss = mode().get("loss", 0)
        if chance.random() < loss:
            return

        def send(answer):
            if chance.random() >= mode().get("loss", 0):
                self.transport.sendto(answer, address)

        platform.heard(data, send, "udp")


async def serve_stream(reader, writer):
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(read(head)[1].get("content-length", 0))
            platform.heard(head + await reader.readexactly(length), writer.write, "tcp")
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


def sockets():
    while True:
        stream = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        stream.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        stream.bind(("127.0.0.1", options.port))
        datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            datagrams.bind(stream.getsockname())
        except OSError:
            if options.port:
                raise
            continue
        options.port = stream.getsockname()[1]
        return stream, datagrams


async def main():
    stream, datagrams = sockets()
    await asyncio.start_server(serve_stream, sock=stream)
    await asyncio.get_running_loop().create_datagram_endpoint(Datagrams, sock=datagrams)
    print("listening", options.port)
    sys.stdout.flush()
    await platform.ask()


platform = Platform()
asyncio.run(main())
