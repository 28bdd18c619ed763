/// What FFmpeg is told when it opens a stream.
struct OpeningOptions {
    /// FFmpeg's names and values.
    let entries: [(String, String)]

    /// Containers that hold video of themselves. Play lists and scripts that make FFmpeg open further places are left out.
    private static let containers =
        "rtsp,rtp,sdp,flv,live_flv,mpegts,mpeg,mov,mp4,matroska,webm,avi,h264,hevc,m4v,gif,image2,jpeg_pipe,png_pipe,"
        + "webp_pipe,bmp_pipe,mjpeg,mpjpeg,dhav,ivf,asf,ogg,nut,yuv4mpegpipe,rawvideo"

    init(_ settings: StreamSettings) {
        var entries = [("format_whitelist", Self.containers)]
        switch settings.address.scheme {
        case .file:
            // A file may not send us to the network, nor be a pattern that stands for other files.
            entries += [("protocol_whitelist", "file"), ("pattern_type", "none")]
        case .rtsp, .rtsps:
            entries += [
                ("protocol_whitelist", "rtsp,rtsps,rtp,udp,tcp,tls"),
                ("rtsp_transport", settings.transport.rawValue),
                // Video alone: audio costs bandwidth, and with it FFmpeg would shift time stamps at the first RTCP report.
                ("allowed_media_types", "video"),
                // Datagrams overtaken on the way are waited for this long (microseconds).
                ("max_delay", "300000"), ("buffer_size", "2097152"),
            ]
        case .http, .https:
            entries += [
                ("protocol_whitelist", "http,https,tcp,tls"),
                // Enough for one keyframe's parameter sets (bytes, microseconds); FFmpeg's own 5 s would delay the start.
                ("probesize", "1000000"), ("analyzeduration", "3000000"),
            ]
        }
        self.entries = entries
    }
}
