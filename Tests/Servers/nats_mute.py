"""Greets as a NATS server does, and then says nothing more: plainly, or with --tls in the middle of the handshake."""

import json
import socket
import sys


def main() -> None:
    info = {"server_id": "MUTE", "version": "2.9.10", "proto": 1, "headers": True, "max_payload": 1 << 20}
    if "--tls" in sys.argv:
        info["tls_required"] = True
    listener = socket.create_server(("127.0.0.1", 0))
    print("port", listener.getsockname()[1], flush=True)
    connections = []
    while True:
        connection, _ = listener.accept()
        connection.sendall(b"INFO " + json.dumps(info).encode() + b"\r\n")
        connections.append(connection)


main()
