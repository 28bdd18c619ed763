#!/usr/bin/python3
"""An HTTP server for tests, on a loopback port of the system's choice. Prints "port N" once it listens.

/whole      the file with its length, as a web server sends it
/cut        the length of the whole file and two thirds of it, then the connection ends
/live       the file without a length, then the connection ends: a stream that is over
"""

import argparse
import http.server
import pathlib


def handler(data):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            kind = self.path.split("?")[0].strip("/").split("/")[0]
            self.send_response(200)
            self.send_header("Content-Type", "application/octet-stream")
            if kind != "live":
                self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            # Transport packets are 188 bytes long.
            end = len(data) * 2 // 3 // 188 * 188 if kind == "cut" else len(data)
            try:
                self.wfile.write(data[:end])
            except OSError:
                pass

        def log_message(self, *_):
            pass

    return Handler


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clip", required=True)
    data = pathlib.Path(parser.parse_args().clip).read_bytes()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler(data))
    print("port", server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
