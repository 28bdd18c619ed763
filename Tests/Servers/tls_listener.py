"""Shakes hands over TLS with a certificate and key, and reads what comes."""

import socket
import ssl
import sys


def main() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1], sys.argv[2])
    listener = socket.create_server(("127.0.0.1", 0))
    print("port", listener.getsockname()[1], flush=True)
    while True:
        connection, _ = listener.accept()
        try:
            with context.wrap_socket(connection, server_side=True) as secured:
                while secured.recv(4096):
                    pass
        except OSError:
            connection.close()


main()
