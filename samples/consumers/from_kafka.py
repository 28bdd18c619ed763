"""Takes alarms from Kafka. Start it as often as the topic has partitions: each camera's alarms stay in order."""

import json
import os

from confluent_kafka import Consumer

consumer = Consumer({
    "bootstrap.servers": os.environ.get("KAFKA_BROKERS", "127.0.0.1:9092"),
    "group.id": "security-centre",
    "auto.offset.reset": "earliest",
    "enable.auto.commit": False,
})
consumer.subscribe(["tocsin-alarms"])
known = set()  # In earnest: a table with the event's id as its key.
while True:
    message = consumer.poll(1.0)
    if message is None:
        continue
    if message.error():
        print(f"# {message.error()}", flush=True)
        continue
    event = json.loads(message.value())
    if event["id"] not in known:
        print(event["id"], event["type"], event["data"]["phase"], event["data"]["camera"]["id"], flush=True)
    known.add(event["id"])
    consumer.commit(message, asynchronous=False)  # Only now: what is not committed comes again.
