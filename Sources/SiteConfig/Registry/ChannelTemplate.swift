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
        let parts = text.utf8.split(separator: UInt8(ascii: "{"), omittingEmptySubsequences: false).map(Substring.init)
        return parts.dropFirst().reduce(into: String(parts[0])) { url, part in
            let name = part.prefix(while: { $0 != "}" })
            if name.endIndex < part.endIndex, let value = value(of: name, address, channel, stream) {
                url += value
                url += part[name.endIndex...].dropFirst()
            } else {
                url += "{\(part)"
            }
        }
    }

    private func value(of name: Substring, _ address: String, _ channel: Int, _ stream: Stream) -> String? {
        switch name {
        case "address": address
        case "channel": "\(channel)"
        case "channel2": channel < 10 ? "0\(channel)" : "\(channel)"
        case "stream": stream.rawValue
        case "stream0": stream == .main ? "0" : "1"
        case "stream1": stream == .main ? "1" : "2"
        default: nil
        }
    }

    static let placeholders = ["address", "channel", "channel2", "stream", "stream0", "stream1"]

    /// What stands in braces, in order.
    var names: [Substring] {
        text.split(separator: "{", omittingEmptySubsequences: false).dropFirst().map { part in
            part.prefix { $0 != "}" }
        }
    }
}
