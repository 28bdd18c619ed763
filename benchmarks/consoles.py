"""Consoles: somebody who has logged in, and pages that hold a stream of alarms open, as browsers do."""

import gzip
import http.client
import json
import re
import time
from urllib.parse import urljoin

from arrivals import Arrivals
from measuring import Trouble

# What a page, a script or a style names to be loaded.
NAMED = re.compile(r"""["'(]([./A-Za-z0-9_-]+\.(?:js|css|svg|woff2))["')]""")
PASSWORD = "bench: Xk4!pq9 seven"


class Person:
    """Somebody at a browser of a service, logged in: at its first start the first engineer, then the same again."""

    def __init__(self, service, first=False):
        self.service, self.cookie = service, None
        login = {"name": "bench", "password": PASSWORD}
        path = "/console/api/first-user" if first else "/console/api/session"
        body = login | ({"token": service.token} if first else {})
        status, head, text = self.ask(path, "POST", json.dumps(body))
        cookie = re.match(r"tocsin-session=[0-9a-f]+", head.get("Set-Cookie", ""))
        if status != 200 or not cookie:
            raise Trouble(f"nobody can log in: {status} {text.decode(errors='replace')}")
        self.cookie = cookie[0]

    def fields(self):
        return {"Cookie": self.cookie} if self.cookie else {}

    def ask(self, path, method="GET", body=None, fields=None):
        """Status, header fields and body of the answer."""
        head = self.fields() | ({"Content-Type": "application/json"} if body else {}) | (fields or {})
        link = http.client.HTTPConnection("127.0.0.1", self.service.port, timeout=20)
        try:
            link.request(method, path, body, head)
            answer = link.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            link.close()

    def json(self, path):
        status, _, text = self.ask(path)
        if status != 200:
            raise Trouble(f"{path}: {status} {text.decode(errors='replace')}")
        return json.loads(text)


def open_console(person, number):
    """One page: reads the newest alarms, then the stream behind them, each event as the page would; takes up again
    where it broke off. `Arrivals` with the time of each event that came."""
    arrivals, place = Arrivals(f"console {number}"), [person.json("/console/api/alarms")["cursor"]]

    def listen():
        link = http.client.HTTPConnection("127.0.0.1", person.service.port, timeout=40)
        link.request("GET", f"/v1/alarms/stream?after={place[0]}", headers=person.fields())
        answer = link.getresponse()
        if answer.status != 200:
            time.sleep(1)
        while answer.status == 200 and not arrivals.ended and (line := answer.readline()):
            if line.startswith(b"id:"):
                place[0] = line[3:].strip().decode()
            elif line.startswith(b"data:"):
                arrivals.note(line[5:])
        link.close()

    return arrivals.keep(listen)


def page_weight(person):
    """Bytes that a browser gets for the page with all that it loads, how many files these are, and seconds to the answer
    to the first; None where no page is served. What a script or style names is looked for beside it."""

    def get(path):
        status, head, text = person.ask(path, fields={"Accept-Encoding": "gzip"})
        size = len(text) if status == 200 else 0
        return size, gzip.decompress(text) if head.get("Content-Encoding") == "gzip" else text

    began = time.monotonic()
    size, text = get("/")
    first = time.monotonic() - began
    if not size:
        return None
    loaded, waiting = {"/": size}, [("/", text)]
    while waiting:
        path, text = waiting.pop()
        for name in NAMED.findall(text.decode(errors="replace")):
            if (found := urljoin(path, name)) not in loaded:
                loaded[found], text_found = get(found)
                if loaded[found]:
                    waiting.append((found, text_found))
    return sum(loaded.values()), sum(size > 0 for size in loaded.values()), first
