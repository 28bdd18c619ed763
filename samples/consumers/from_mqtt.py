"""Takes alarms from an MQTT broker, which keeps them while this program is away: a session of its own, QoS 1."""

import json
import os

import paho.mqtt.client as mqtt

known = set()  # In earnest: a table with the event's id as its key.


def connected(client, _, __, reason, ___):
    print(f"# {reason}", flush=True)
    client.subscribe("tocsin/+/alarms/#", qos=1)


def received(client, _, message):
    event = json.loads(message.payload)
    if event["id"] not in known:
        print(event["id"], event["type"], event["data"]["phase"], event["data"]["camera"]["id"], flush=True)
    known.add(event["id"])
    client.ack(message.mid, message.qos)  # Only now: what is not acknowledged comes again.


client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, "security-centre", clean_session=False, manual_ack=True)
client.on_connect, client.on_message = connected, received
client.username_pw_set(os.environ.get("MQTT_USER"), os.environ.get("MQTT_PASSWORD"))
client.connect(os.environ.get("MQTT_HOST", "127.0.0.1"), int(os.environ.get("MQTT_PORT", "1883")))
client.loop_forever()
