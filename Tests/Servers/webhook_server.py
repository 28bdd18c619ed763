"""A receiver of alarms by POST that can be contrary. What it took is in FOLDER/received, a line of JSON each."""

import argparse
import base64
import hashlib
import hmac
import json
import os
import ssl
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

parser = argparse.ArgumentParser()
parser.add_argument("--port", type=int, default=0)
parser.add_argument("--tls-port", type=int)
parser.add_argument("--cert")
parser.add_argument("--key")
parser.add_argument("--clients", help="authority of clients; they must show a certificate")
parser.add_argument("--folder", required=True)
parser.add_argument("--token")
parser.add_argument("--secret")
options = parser.parse_args()
lock = threading.Lock()
record = open(os.path.join(options.folder, "received"), "ab", buffering=0)


def signed(header, body):
    """Whether one of the codes in the header is right, and its time is about now."""
    parts = [part.split("=", 1) for part in header.split(",")]
    moment = dict(parts).get("t", "0")
    code = hmac.new(options.secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
    right = any(hmac.compare_digest(value, code) for name, value in parts if name == "v1")
    return right and abs(time.time() - int(moment)) < 300


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *arguments):
        pass

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if body:
            self.wfile.write(body)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        first, _, rest = self.path.lstrip("/").partition("/")
        getattr(self, "post_" + first, self.post_alarms)(body, rest)

    def post_alarms(self, body, _):
        if options.token and self.headers["Authorization"] != "Bearer " + options.token:
            return self.answer(401, b"who are you?")
        if options.secret and not signed(self.headers["Tocsin-Signature"] or "", body):
            return self.answer(401, b"not signed by us")
        refusal = os.path.join(options.folder, "refuse")
        if os.path.exists(refusal) and open(refusal).read() == self.headers["Tocsin-Event-Id"]:
            return self.answer(422, b"this one we cannot use")
        line = {"headers": dict(self.headers), "body": base64.b64encode(body).decode(), "peer": self.peer()}
        with lock:
            record.write(json.dumps(line).encode() + b"\n")
        self.answer(204)

    def peer(self):
        certificate = self.connection.getpeercert() if isinstance(self.connection, ssl.SSLSocket) else None
        return str(certificate["subject"]) if certificate else ""

    def post_status(self, _, rest):
        status, _, wait = rest.partition("/")
        self.answer(int(status), b"no,\r\n\x1b[31m not \x00now", **({"Retry_After": wait} if wait else {}))

    def post_redirect(self, _, rest):
        self.answer(307, Location="https://user:secret-word@elsewhere.example/alarms?key=secret-key")

    def post_echo(self, _, rest):
        self.answer(400, json.dumps(dict(self.headers)).encode() + self.requestline.encode())

    def post_cut(self, _, rest):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Le")
        self.close_connection = True

    def post_cutbody(self, body, _):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf")
        self.close_connection = True

    def post_silent(self, _, rest):
        threading.Event().wait(60)

    def post_drip(self, _, rest):
        self.wfile.write(b"HTTP/1.1 %s No\r\nContent-Length: 1000\r\n\r\n" % rest.encode())
        for _ in range(60):
            self.wfile.write(b"x")
            time.sleep(1)

    def post_garbage(self, _, rest):
        self.wfile.write(b"\x00\x01 this is no HTTP\r\n\r\n")
        self.close_connection = True


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    tls = None

    def finish_request(self, request, client_address):
        if self.tls:
            request.settimeout(10)
            request = self.tls.wrap_socket(request, server_side=True)
            request.settimeout(None)
        super().finish_request(request, client_address)

    def handle_error(self, request, client_address):
        pass


plain = Server(("127.0.0.1", options.port), Receiver)
if options.tls_port is not None:
    secured = Server(("127.0.0.1", options.tls_port), Receiver)
    secured.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secured.tls.load_cert_chain(options.cert, options.key)
    if options.clients:
        secured.tls.load_verify_locations(options.clients)
        secured.tls.verify_mode = ssl.CERT_REQUIRED
    threading.Thread(target=secured.serve_forever, daemon=True).start()
print("listening", plain.server_port, flush=True)
sys.stdout.flush()
plain.serve_forever()
