"""Takes alarms from NATS JetStream. Start it as often as you like: all of them share one stream of alarms."""

import asyncio
import json
import os

import nats
import nats.js.errors


async def main():
    connection = await nats.connect(os.environ.get("NATS_URL", "nats://127.0.0.1:4222"))
    while True:
        try:
            alarms = await connection.jetstream().pull_subscribe("tocsin.alarms.>", durable="security-centre")
            break
        except nats.js.errors.NotFoundError:
            print("# no stream has tocsin.alarms.> yet: Tocsin makes it when it starts", flush=True)
            await asyncio.sleep(5)
    known = set()  # In earnest: a table with the event's id as its key.
    while True:
        try:
            messages = await alarms.fetch(100, timeout=30)
        except nats.errors.TimeoutError:
            continue
        for message in messages:
            event = json.loads(message.data)
            if event["id"] not in known:
                print(event["id"], event["type"], event["data"]["phase"], event["data"]["camera"]["id"], flush=True)
            known.add(event["id"])
            await message.ack()  # Only now: what is not acknowledged comes again.


asyncio.run(main())
