"""Is a web server that Tocsin posts alarms to: answers 204 once an alarm is kept, and checks who has sent it."""

import hashlib
import hmac
import http.server
import json
import os
import time

SECRET = open(os.environ["SECRET_FILE"], "rb").readline().strip()
known = set()  # In earnest: a table with the event's id as its key.


class Alarms(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        parts = [part.split("=", 1) for part in self.headers.get("Tocsin-Signature", "").split(",") if "=" in part]
        sent = next((value for key, value in parts if key == "t" and value.isdigit()), "0")
        expected = hmac.new(SECRET, sent.encode() + b"." + body, hashlib.sha256).hexdigest()
        # While secrets are changed there is a signature with each.
        isSigned = any(hmac.compare_digest(expected, value) for key, value in parts if key == "v1")
        isGenuine = isSigned and abs(time.time() - int(sent)) < 300
        if isGenuine:
            event = json.loads(body)
            if event["id"] not in known:
                print(event["id"], event["type"], event["data"]["phase"], event["data"]["camera"]["id"], flush=True)
            known.add(event["id"])
        self.send_response(204 if isGenuine else 401)  # Only now: what is not answered with 2xx comes again.
        self.end_headers()


http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "8080"))), Alarms).serve_forever()
