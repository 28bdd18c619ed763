/// How a recorder names the streams of its channels: a URL with placeholders.
///
/// `{address}` is the recorder's, `{channel}` the channel, `{channel2}` the same with two digits at least, `{stream}` main
/// or sub, `{stream0}` 0 for the main stream and 1 for the sub stream, `{stream1}` 1 and 2.
public struct ChannelTemplate: Hashable, Sendable {
    /// The URL with its placeholders.
    public let text: String

    /// The URL `text`.
    public init(_ text: String) { self.text = text }

    /// Which of a channel's pictures.
    public enum Stream: String, CaseIterable, Hashable, Sendable {
        /// 主码流: full resolution.
        case main
        /// 子码流: small, enough for a look at the picture.
        case sub
    }

    /// Makers whose usual URLs are known (domain.md, manuals of the makers).
    public enum Vendor: String, CaseIterable, Hashable, Sendable {
        /// 海康威视.
        case hikvision
        /// 大华.
        case dahua
        /// 宇视.
        case uniview
    }

    /// The URLs of a recorder made by `vendor`.
    public init(_ vendor: Vendor) {
        switch vendor {
        case .hikvision: text = "rtsp://{address}/Streaming/Channels/{channel}0{stream1}"
        case .dahua: text = "rtsp://{address}/cam/realmonitor?channel={channel}&subtype={stream0}"
        case .uniview: text = "rtsp://{address}/unicast/c{channel}/s{stream0}/live"
        }
    }

    /// The URL of `stream` of `channel`, from 1, of the recorder at `address`; without user name and password.
    public func url(address: String, channel: Int, stream: Stream) -> String {
        text.replacing("{address}", with: address)
            .replacing("{channel}", with: "\(channel)")
            .replacing("{channel2}", with: channel < 10 ? "0\(channel)" : "\(channel)")
            .replacing("{stream}", with: stream.rawValue)
            .replacing("{stream0}", with: stream == .main ? "0" : "1")
            .replacing("{stream1}", with: stream == .main ? "1" : "2")
    }

    static let placeholders = ["address", "channel", "channel2", "stream", "stream0", "stream1"]

    /// What stands in braces, in order.
    var names: [Substring] {
        text.split(separator: "{", omittingEmptySubsequences: false).dropFirst().map { part in
            part.prefix { $0 != "}" }
        }
    }
}
