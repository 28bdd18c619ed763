"""Consumers of alarms: nats-server, mosquitto and Tocsin's own stream, and when each event came to them."""

import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from datetime import datetime

from measuring import ROOT
from stage import free_port, wait_for

sys.path.append(str(ROOT / ".deps" / "consumers"))
try:
    import paho.mqtt.client as mqtt
except ModuleNotFoundError:
    mqtt = None


def seconds_of(stamp):
    return datetime.fromisoformat(stamp.replace("Z", "+00:00")).timestamp()


class Arrivals:
    """Events as they come to one consumer: the first arrival of each id on the civil clock, and copies behind it."""

    def __init__(self, name):
        self.name, self.at, self.committed, self.copies, self.last = name, {}, {}, 0, 0.0
        self.tests, self.ended = set(), False

    def note(self, body):
        now, event = time.time(), json.loads(body)
        if event["id"] in self.at:
            self.copies += 1
            return
        self.committed[event["id"]] = seconds_of(event["data"]["committedAt"])
        if event["data"].get("test"):
            self.tests.add(event["id"])
        self.at[event["id"]] = now
        self.last = time.monotonic()

    def of_cameras(self):
        """Ids of what came and is no drill."""
        return set(self.at) - self.tests

    def latencies(self, ids):
        """Seconds from `committedAt`, which has milliseconds, to the arrival."""
        return [max(0.0, self.at[id] - self.committed[id]) for id in ids if id in self.at]

    def lost(self, ids):
        return len(set(ids) - set(self.at))

    def keep(self, listen):
        """Runs `listen` in a thread, again and again while the far end comes and goes."""

        def work():
            while not self.ended:
                try:
                    listen()
                except (OSError, http.client.HTTPException, ValueError):
                    pass
                time.sleep(0.1)

        threading.Thread(target=work, daemon=True).start()
        return self


def settle(everyone, ids, seconds):
    """Waits until everybody has everything, or for so long."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and any(arrivals.lost(ids) for arrivals in everyone):
        time.sleep(0.02)


def queued(service):
    """Every event in the queue of a service, drills too."""
    command = [service.binary, "alarms", "list", "--data", service.folder / "data", "--format", "json",
               "--limit", "1000000"]
    alarms = map(json.loads, subprocess.check_output(command, text=True).splitlines())
    return [event for alarm in alarms for event in alarm["events"]]


def nats_arrivals(port, stream="TOCSIN_ALARMS"):
    """What the JetStream stream keeps, from its beginning; a message read anew after a break is no copy."""
    arrivals, read = Arrivals("NATS"), [0]

    def message(link, lines):
        words = lines.readline().split()
        if not words:
            raise ConnectionError("nats-server has gone")
        if words[:1] == [b"PING"]:
            link.sendall(b"PONG\r\n")
        elif words[:1] == [b"MSG"]:
            return words, lines.read(int(words[-1]) + 2)[:-2]
        elif words[:1] == [b"HMSG"]:
            head, total = map(int, words[-2:])
            return words[:-1], lines.read(total + 2)[head:-2]
        return None, None

    def listen():
        with socket.create_connection(("127.0.0.1", port)) as link, link.makefile("rb") as lines:
            link.sendall(b'CONNECT {"verbose":false,"headers":true}\r\nSUB bench.events 1\r\nSUB bench.made 2\r\n')
            wish = {"stream_name": stream, "config": {
                "deliver_subject": "bench.events", "ack_policy": "none", "deliver_policy": "by_start_sequence",
                "opt_start_seq": read[0] + 1}}
            body = json.dumps(wish).encode()
            link.sendall(b"PUB $JS.API.CONSUMER.CREATE.%s bench.made %d\r\n%s\r\n"
                         % (stream.encode(), len(body), body))
            while not arrivals.ended:
                words, body = message(link, lines)
                if words and words[2] == b"2":
                    # The stream is made by Tocsin: there is none before it has started.
                    if b'"error"' in body:
                        return
                elif words and (sequence := int(words[3].split(b".")[5])) > read[0]:
                    # $JS.ACK.STREAM.CONSUMER.DELIVERED.SEQUENCE…; a consumer from before a break may still be there.
                    read[0] = sequence
                    arrivals.note(body)

    return arrivals.keep(listen)


def mqtt_arrivals(port):
    """A session that persists, as a centre has; what the broker sends again counts as it comes."""
    arrivals = Arrivals("MQTT")
    client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, "bench", clean_session=False)
    client.reconnect_delay_set(1, 1)
    client.on_connect = lambda client, *_: client.subscribe("tocsin/+/alarms/#", qos=1)
    client.on_message = lambda _, __, message: arrivals.note(message.payload)
    client.connect("127.0.0.1", port)
    client.loop_start()
    return arrivals


def http_arrivals(service):
    """The stream of docs/api.md, which is taken up again where it broke off."""
    arrivals, place = Arrivals("HTTP"), ["newest"]

    def listen():
        link = http.client.HTTPConnection("127.0.0.1", service.port, timeout=40)
        head = {"Authorization": f"Bearer {service.token}"}
        if place[0] != "newest":
            head["Last-Event-ID"] = place[0]
        link.request("GET", "/v1/alarms/stream" + ("?after=newest" if place[0] == "newest" else ""), headers=head)
        answer = link.getresponse()
        while answer.status == 200 and not arrivals.ended and (line := answer.readline()):
            if line.startswith(b"id:"):
                place[0] = line[3:].strip().decode()
            elif line.startswith(b"data:"):
                arrivals.note(line[5:])
        link.close()

    return arrivals.keep(listen)


class Brokers:
    """nats-server with JetStream, and mosquitto, which keeps its sessions when killed if `lasting`; those of `names`
    that are installed."""

    PROGRAMS = {"nats": "nats-server", "mqtt": "mosquitto"}

    def __init__(self, stage, names=("nats", "mqtt"), lasting=False):
        path = os.environ["PATH"] + ":/usr/sbin"
        self.programs = {name: shutil.which(self.PROGRAMS[name], path=path) for name in names}
        if mqtt is None:
            self.programs.pop("mqtt", None)
        self.programs = {name: program for name, program in self.programs.items() if program}
        for name in set(names) - set(self.programs):
            print(f"{self.PROGRAMS[name]} or the library of its consumer is not installed: left out", flush=True)
        self.stage, self.ports = stage, {name: free_port() for name in self.programs}
        self.configure_mosquitto(lasting)
        self.start()
        made = {"nats": nats_arrivals, "mqtt": mqtt_arrivals}
        self.consumers = [made[name](port) for name, port in self.ports.items()]

    def configure_mosquitto(self, lasting):
        lines = [f"listener {self.ports.get('mqtt')} 127.0.0.1", "allow_anonymous true", "max_queued_messages 0",
                 "max_inflight_messages 1000", "set_tcp_nodelay true"]
        if lasting:
            (self.stage.folder / "mosquitto").mkdir()
            lines += ["user root", "persistence true", f"persistence_location {self.stage.folder}/mosquitto/",
                      "autosave_interval 1"]
        (self.stage.folder / "mosquitto.conf").write_text("\n".join(lines) + "\n")

    def start(self):
        folder = self.stage.folder
        words = {"nats": ["-a", "127.0.0.1", "-p", self.ports.get("nats"), "-js", "-sd", folder / "nats"],
                 "mqtt": ["-c", folder / "mosquitto.conf"]}
        self.processes = [self.stage.start([program, *words[name]], name) for name, program in self.programs.items()]
        for port in self.ports.values():
            wait_for(port)

    def kill(self):
        for process in self.processes:
            process.kill()
            process.wait()

    def are_there(self, result, what):
        """Whether there is a consumer; says that `what` was not judged where there is none."""
        if not self.consumers:
            result.say(f"{what}: nothing was judged, neither nats-server nor mosquitto is there")
        return bool(self.consumers)

    def sinks(self):
        """Lines of a site."""
        lines = [f"  - {{id: {name}, {name}: {{url: '{name}://127.0.0.1:{port}'}}}}"
                 for name, port in self.ports.items()]
        return ["sinks:", *lines] if lines else []
