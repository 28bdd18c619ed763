#!/usr/bin/python3
"""An RTSP server for tests: GStreamer's, on a loopback port of the system's choice.

Prints "port N" once it listens. Paths: /cam0 … /camN-1, each streaming the clip from its beginning. Of
several clips each camera takes the next in turn. --late S keeps the keyframes of each camera back until S
seconds after it was first asked for, as a camera does that sends few of them. --spread S has all begin within S
seconds, one a little later than the other: the keyframes of real cameras do not come at the same moment.
"""

import argparse
import signal
import time

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import Gio, GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

CODECS = {"h264": ("h264parse", "rtph264pay"), "h265": ("h265parse", "rtph265pay")}


def authentication(user, password, methods):
    auth = GstRtspServer.RTSPAuth()
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "viewer")
    if methods == "basic":
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.BASIC)
        auth.add_basic(GstRtspServer.RTSPAuth.make_basic(user, password), token)
    else:
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
        auth.add_digest(user, password, token)
    return auth


def payload(media):
    """The pad by which pictures come to the payloader."""
    element = media.get_element()
    payloader = element.get_by_name_recurse_up("pay0") or element.get_by_name("pay0")
    return payloader.get_static_pad("sink")


def begin_late(made, seconds):
    made.connect("media-configure", lambda _, media: payload(media).set_offset(int(seconds * Gst.SECOND)))


def keep_keyframes_back(made, seconds):
    first = []

    def pass_on(_pad, info):
        is_keyframe = not info.get_buffer().has_flags(Gst.BufferFlags.DELTA_UNIT)
        is_early = time.monotonic() - first[0] < seconds
        return Gst.PadProbeReturn.DROP if is_keyframe and is_early else Gst.PadProbeReturn.OK

    def configure(_factory, media):
        first.append(time.monotonic())
        payload(media).add_probe(Gst.PadProbeType.BUFFER, pass_on)

    made.connect("media-configure", configure)


def factory(clip, codec, open_to_all):
    parse, pay = CODECS[codec]
    made = GstRtspServer.RTSPMediaFactory()
    made.set_launch(f'( filesrc location="{clip}" ! qtdemux ! {parse} ! {pay} name=pay0 pt=96 config-interval=-1 )')
    made.set_latency(0)
    if not open_to_all:
        permissions = GstRtspServer.RTSPPermissions()
        permissions.add_permission_for_role("viewer", "media.factory.access", True)
        permissions.add_permission_for_role("viewer", "media.factory.construct", True)
        made.set_permissions(permissions)
    return made


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clip", required=True, action="append")
    parser.add_argument("--codec", choices=CODECS, default="h264")
    parser.add_argument("--port", default="0")
    parser.add_argument("--cameras", type=int, default=1)
    parser.add_argument("--late", type=float, metavar="S")
    parser.add_argument("--spread", type=float, metavar="S", default=0)
    parser.add_argument("--user")
    parser.add_argument("--password", default="")
    parser.add_argument("--tls", help="a file with certificate and key: serve rtsps")
    parser.add_argument("--methods", choices=["basic", "digest"], default="digest")
    arguments = parser.parse_args()

    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(arguments.port)
    if arguments.user:
        auth = authentication(arguments.user, arguments.password, arguments.methods)
        if arguments.tls:
            auth.set_tls_certificate(Gio.TlsCertificate.new_from_file(arguments.tls))
        server.set_auth(auth)
    for number in range(arguments.cameras):
        clip = arguments.clip[number % len(arguments.clip)]
        made = factory(clip, arguments.codec, not arguments.user)
        if arguments.late:
            keep_keyframes_back(made, arguments.late)
        if arguments.spread:
            begin_late(made, arguments.spread * number / arguments.cameras)
        server.get_mount_points().add_factory(f"/cam{number}", made)
    if not server.attach(None):
        raise SystemExit("cannot listen")
    print("port", server.get_bound_port(), flush=True)
    loop = GLib.MainLoop()
    GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, signal.SIGTERM, loop.quit)
    loop.run()


if __name__ == "__main__":
    main()
