"""Takes alarms from Tocsin itself, without a broker: asks for what is behind its cursor, and waits for news."""

import json
import os
import pathlib
import time
import urllib.request

url, token = os.environ.get("TOCSIN_URL", "http://127.0.0.1:9108"), os.environ["TOCSIN_TOKEN"]
place = pathlib.Path(os.environ.get("CURSOR_FILE", "cursor"))  # Survives a restart.
while True:
    cursor = place.read_text() if place.exists() else "0"
    question = urllib.request.Request(f"{url}/v1/alarms?after={cursor}&wait=30")
    question.add_header("Authorization", f"Bearer {token}")
    try:
        with urllib.request.urlopen(question, timeout=60) as answer:
            page = json.load(answer)
    except OSError as error:
        print(f"# {error}", flush=True)
        time.sleep(1)
        continue
    for event in page["events"]:
        print(event["id"], event["type"], event["data"]["phase"], event["data"]["camera"]["id"], flush=True)
    place.write_text(str(page["next"]))  # Only now: what is not noted comes again.
