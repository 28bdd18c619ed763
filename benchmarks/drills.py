"""Drills raised over HTTP: alarms on demand, which are queued and delivered as others are."""

import http.client
import json
import threading
import time

# What is said when a drill cannot be taken at the moment.
NOT_NOW = {429, 500, 503, 507}
# Seconds without a drill that was accepted after which a number of them is given up.
PATIENCE = 60


class Drills:
    """Raises drills from threads of its own, `rate` a second (as fast as they are answered where None), until `count`
    were raised or it is stopped. `events` are the ids of the events that were answered with 201; they must not be lost.
    """

    def __init__(self, service, cameras, rate=None, count=None, callers=1):
        self.service, self.cameras, self.rate, self.count = service, cameras, rate, count
        self.events, self.accepted, self.refused, self.unanswered = set(), [], {}, 0
        self.number, self.ended, self.lock = 0, False, threading.Lock()
        self.began = time.monotonic()
        self.threads = [threading.Thread(target=self.work, daemon=True) for _ in range(callers)]
        for thread in self.threads:
            thread.start()

    def wait(self):
        """Until as many as were asked for are raised; ends the program where none is accepted any more."""
        while any(thread.is_alive() for thread in self.threads):
            if time.monotonic() - max([self.began, *self.accepted[-1:]]) > PATIENCE:
                self.ended = True
                raise SystemExit(f"no drill was accepted for {PATIENCE} s; {self.words()}")
            time.sleep(0.02)
        return self.judged()

    def stop(self):
        """Raises no more, and waits for the answers to those under way."""
        self.ended = True
        for thread in self.threads:
            thread.join(PATIENCE)
        return self.judged()

    def judged(self):
        if strange := set(self.refused) - NOT_NOW:
            raise SystemExit(f"drills were refused: {strange}")
        return self

    def words(self):
        refused = ", ".join(f"{count} × {status}" for status, count in sorted(self.refused.items())) or "none"
        return f"drills refused: {refused}; not answered: {self.unanswered}"

    def took(self):
        """Seconds from the first to the last that was accepted."""
        return self.accepted[-1] - self.began if self.accepted else 0.0

    def next(self):
        with self.lock:
            if self.ended or self.number == self.count:
                return None
            self.number += 1
            return self.number - 1

    def work(self):
        link = None
        while (number := self.next()) is not None:
            if self.rate:
                time.sleep(max(0.0, self.began + number / self.rate - time.monotonic()))
            body = json.dumps({"camera": f"cam{number % self.cameras}", "kind": "fire", "by": "bench"})
            # Whoever wants so many raises each again until it is taken; whoever wants a rate goes on with the next.
            while not self.ended:
                link, taken = self.post(link, body)
                if taken or self.rate:
                    break
                time.sleep(0.05)

    def post(self, link, body):
        head = {"Authorization": f"Bearer {self.service.token}", "Content-Type": "application/json"}
        try:
            link = link or http.client.HTTPConnection("127.0.0.1", self.service.port, timeout=20)
            link.request("POST", "/v1/drills", body, head)
            answer = link.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException):
            with self.lock:
                self.unanswered += 1
            return None, False
        with self.lock:
            if answer.status == 201:
                alarm = json.loads(text)["alarmID"]
                self.events |= {f"{alarm}-open", f"{alarm}-close"}
                self.accepted.append(time.monotonic())
            else:
                self.refused[answer.status] = self.refused.get(answer.status, 0) + 1
                self.ended |= answer.status not in NOT_NOW
        return link, answer.status == 201
