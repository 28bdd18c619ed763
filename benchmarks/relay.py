"""A network between cameras and Tocsin that can be watched from outside and made bad: a relay for RTSP.

It runs in a thread of the benchmark. Media travel within the RTSP connection (TCP) or as datagrams (UDP), for which the
ports in the Transport fields are replaced by two of its own. What is set in `network` holds from then on.
"""

import asyncio
import random
import re
import socket
import threading
import time
from collections import deque
from dataclasses import dataclass, field

TICK = 0.01
# What a connection may hold back before the server is no longer read from.
HELD = 1 << 20


@dataclass
class Network:
    """What the way from the server to Tocsin is like; the defaults are a good one."""

    # Datagrams.
    dropped: float = 0.0
    late: float = 0.0
    late_by: float = 0.02
    # Connections: bytes a second of each, seconds without a byte of every so many, delay, and pieces of random length.
    rate: float = float("inf")
    stall: tuple = (0.0, 1.0)
    delay: float = 0.0
    pieces: int = 0

    @property
    def is_good_stream(self):
        return self.rate == float("inf") and not self.stall[0] and not self.delay and not self.pieces


@dataclass
class Attempt:
    """A connection that was made to the relay. Times are those of `time.monotonic`."""

    began: float
    path: str = ""
    playing: float = None


@dataclass
class Relay:
    """Listens on a port of 127.0.0.1 and passes on to the server on `target`."""

    target: int
    network: Network = field(default_factory=Network)

    def __post_init__(self):
        self.attempts, self.links, self.most = [], set(), 0
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.port, self.listener = 0, None
        self.listen()

    def listen(self):
        """Takes connections (again), on the same port."""
        self.listener = self.do(self._listen())
        self.port = self.listener.sockets[0].getsockname()[1]

    def vanish(self):
        """Refuses connections and breaks those that there are."""
        self.do(self._vanish())

    def close(self):
        self.vanish()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()

    def do(self, work):
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(10)

    async def _listen(self):
        return await self.loop.create_server(lambda: Client(self), "127.0.0.1", self.port, backlog=512)

    async def _vanish(self):
        self.listener.close()
        for link in list(self.links):
            link.abort()

    def playing_since(self, moment):
        """Connections through which video has come since."""
        return [each for each in list(self.attempts) if each.playing is not None and each.began >= moment]

    def count(self):
        """Counts the connections being made now: from the first word to the answer to PLAY."""
        now = sum(link.attempt.playing is None for link in self.links)
        self.most = max(self.most, now)


class Client(asyncio.Protocol):
    """Tocsin's end of a connection."""

    def __init__(self, relay):
        self.relay, self.attempt, self.asked_to_play = relay, Attempt(time.monotonic()), False
        self.server, self.waiting, self.datagrams, self.transport = None, b"", None, None

    def connection_made(self, transport):
        self.transport = transport
        self.relay.links.add(self)
        self.relay.attempts.append(self.attempt)
        self.relay.count()
        self.relay.loop.create_task(self.reach())

    async def reach(self):
        try:
            _, server = await self.relay.loop.create_connection(lambda: Server(self), "127.0.0.1", self.relay.target)
        except OSError:
            self.abort()
            return
        self.server = server
        server.transport.write(self.waiting)

    def data_received(self, data):
        if self.attempt.playing is None:
            data = self.read_request(data)
        if self.server is None:
            self.waiting += data
        elif not self.server.transport.is_closing():
            self.server.transport.write(data)

    def read_request(self, data):
        if found := re.match(rb"(?:DESCRIBE|OPTIONS) rtsp://[^/ ]+(/\S*)", data):
            self.attempt.path = found[1].decode()
        self.asked_to_play |= data.startswith(b"PLAY ")
        if found := re.search(rb"client_port=(\d+)-(\d+)", data):
            self.datagrams = Datagrams(self.relay, tuple(map(int, found.groups())))
            data = data.replace(found[0], b"client_port=%d-%d" % self.datagrams.ports)
        return data

    def pause_writing(self):
        if self.server:
            self.server.transport.pause_reading()

    def resume_writing(self):
        if self.server:
            self.server.transport.resume_reading()

    def connection_lost(self, _):
        self.relay.links.discard(self)
        if self.datagrams:
            self.datagrams.close()
        if self.server:
            self.server.transport.abort()

    def abort(self):
        self.transport.abort()


class Server(asyncio.Protocol):
    """The server's end of a connection; its bytes go the bad way."""

    def __init__(self, client):
        self.client, self.relay, self.held, self.size, self.pump = client, client.relay, deque(), 0, None

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        if self.client.transport.is_closing():
            return
        if self.client.attempt.playing is None:
            data = self.read_answer(data)
        if self.pump is None and self.relay.network.is_good_stream:
            self.client.transport.write(data)
            return
        self.held.append((time.monotonic(), data))
        self.size += len(data)
        if self.size > HELD:
            self.transport.pause_reading()
        self.pump = self.pump or self.relay.loop.create_task(self.pass_on())

    def read_answer(self, data):
        if self.client.asked_to_play and (data.startswith(b"RTSP/1.0 200") or data[:1] == b"$"):
            self.client.attempt.playing = time.monotonic()
        if self.client.datagrams and (found := re.search(rb"client_port=\d+-\d+;server_port=(\d+)-(\d+)", data)):
            theirs = self.client.datagrams
            theirs.server = tuple(map(int, found.groups()))
            data = data.replace(found[0], b"client_port=%d-%d;server_port=%d-%d" % (*theirs.client, *theirs.ports))
        return data

    async def pass_on(self):
        """Each tick as much as the network lets through, in whatever pieces."""
        budget, before = 0.0, time.monotonic()
        while self.held and not self.client.transport.is_closing():
            network, now = self.relay.network, time.monotonic()
            stalled, period = network.stall
            # Nothing is saved up for longer than a quarter of a second.
            budget, before = min(budget + network.rate * (now - before), network.rate / 4), now
            lets_through = now % period >= stalled
            while self.held and lets_through and budget >= 1 and now - self.held[0][0] >= network.delay:
                budget -= self.send_piece(min(budget, random.randint(1, network.pieces) if network.pieces else HELD))
            if self.size < HELD / 2:
                self.transport.resume_reading()
            await asyncio.sleep(TICK)
        self.pump = None

    def send_piece(self, limit):
        at, data = self.held.popleft()
        size = min(len(data), int(limit))
        self.client.transport.write(data[:size])
        if size < len(data):
            self.held.appendleft((at, data[size:]))
        self.size -= size
        return size

    def connection_lost(self, _):
        self.client.transport.abort()


class Datagrams:
    """RTP and RTCP of one stream: two ports next to each other, for both ends."""

    def __init__(self, relay, client):
        self.relay, self.client, self.server = relay, client, None
        self.sockets = pair()
        self.ports = tuple(each.getsockname()[1] for each in self.sockets)
        for number, each in enumerate(self.sockets):
            relay.loop.add_reader(each, self.read, number)

    def read(self, number):
        port, network = self.sockets[number], self.relay.network
        while True:
            try:
                data, sender = port.recvfrom(65536)
            except OSError:
                return
            if sender[1] in self.client:
                if self.server:
                    self.send(number, data, self.server[number])
                continue
            chance = random.random() if number == 0 else 1
            if chance < network.dropped:
                continue
            if chance < network.dropped + network.late:
                self.relay.loop.call_later(network.late_by, self.send, number, data, self.client[number])
            else:
                self.send(number, data, self.client[number])

    def send(self, number, data, to):
        try:
            self.sockets[number].sendto(data, ("127.0.0.1", to))
        except OSError:
            # Closed, or nobody listens any more: a datagram is lost.
            pass

    def close(self):
        for each in self.sockets:
            self.relay.loop.remove_reader(each)
            each.close()


def pair():
    """Sockets on an even port and the one behind it."""
    while True:
        first, second = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2))
        try:
            first.bind(("127.0.0.1", 0))
            port = first.getsockname()[1]
            if port % 2 == 0:
                second.bind(("127.0.0.1", port + 1))
                first.setblocking(False)
                second.setblocking(False)
                return first, second
        except OSError:
            pass
        first.close()
        second.close()
