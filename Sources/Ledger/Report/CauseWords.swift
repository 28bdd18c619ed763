/// Why a device did not answer or gave no good picture, in words with short advice.
///
/// The codes are those of `StreamFailure` and of ``PictureFault``, as the books hold them; one that is not known here is
/// shown as it stands.
public struct CauseWords: Sendable {
    /// The cause of what was our own box's fault: its network, its load, its disk.
    public static let ownBox = "self"

    /// The cause in words.
    public let words: String
    /// What to do about it; empty where nothing is known.
    public let advice: String

    /// The words for `code` in `language`; nil stands for a cause that nobody wrote down.
    public init(_ code: String?, _ language: ReportLanguage) {
        guard let code else {
            (words, advice) = (Phrase("原因未记录", "cause not noted")[language], "")
            return
        }
        let entry = Self.known[code]
        words = entry?.words[language] ?? code
        advice = entry?.advice[language] ?? ""
    }

    /// Every code there are words for.
    static var codes: Set<String> { Set(known.keys) }

    private struct Entry {
        let words: Phrase
        let advice: Phrase

        init(_ words: Phrase, _ advice: Phrase) {
            self.words = words
            self.advice = advice
        }
    }

    private static let known = connection.merging(stream) { first, _ in first }.merging(picture) { first, _ in first }

    private static let connection: [String: Entry] = [
        ownBox: Entry(
            Phrase("本机故障（网络、负载或磁盘）", "our own box (its network, load or disk)"),
            Phrase("检查本机的网络、CPU 和磁盘", "check network, load and disk of this box")),
        "unauthorized": Entry(
            Phrase("用户名或密码被拒绝", "user name or password refused"),
            Phrase("核对用户名和密码；多次输错会锁定账号", "check user name and password; wrong tries lock accounts")),
        "notFound": Entry(
            Phrase("该路径没有视频流", "no stream at this path"), Phrase("核对路径和通道号", "check path and channel")),
        "busy": Entry(
            Phrase("设备会话数已满", "no room for another session"),
            Phrase("关闭其他预览，或提高设备的连接上限", "close other viewers or raise the device's limit")),
        "refused": Entry(
            Phrase("端口未开放", "nothing listens on the port"),
            Phrase("核对端口（RTSP 通常为 554）并开启 RTSP", "check the port (RTSP: usually 554), switch RTSP on")),
        "noRoute": Entry(
            Phrase("网络不可达", "no route to the device"),
            Phrase("检查地址、网线和网关", "check address, cable and gateway")),
        "unknownHost": Entry(
            Phrase("主机名无法解析", "host name not known"), Phrase("改用 IP 地址", "give the IP address")),
        "connectTimeout": Entry(
            Phrase("连接超时", "no answer to the attempt to connect"),
            Phrase("检查设备供电和防火墙", "check its power, and firewalls")),
        "wrongProtocol": Entry(
            Phrase("协议不符", "speaks another protocol"), Phrase("核对端口和协议", "check port and scheme")),
        "tls": Entry(
            Phrase("无法建立加密连接", "no secure connection"), Phrase("核对协议和证书", "check scheme and certificate")),
        "redirected": Entry(
            Phrase("设备转到另一台主机", "sent to another host"),
            Phrase("核对后填写目标地址", "give that host's address, if it is right")),
        "invalidAddress": Entry(
            Phrase("地址无效", "address not valid"), Phrase("按 scheme://host/path 填写", "write scheme://host/path")),
    ]

    private static let stream: [String: Entry] = [
        "noPacket": Entry(
            Phrase("已连接但无视频数据", "connected, but no video arrived"),
            Phrase("改用 tcp 传输，或重启设备视频流", "try transport tcp, or restart the stream")),
        "noKeyframe": Entry(
            Phrase("未收到关键帧", "no keyframe in time"),
            Phrase("将 I 帧间隔设为 10 秒以内", "set a keyframe interval of 10 s at most")),
        "stalled": Entry(
            Phrase("视频中断", "the video stopped arriving"),
            Phrase("检查摄像机网络和供电", "check its network and power")),
        "ended": Entry(
            Phrase("设备结束了视频流", "the device ended the stream"), Phrase("查看设备日志", "look at the device's log")),
        "undecodable": Entry(
            Phrase("视频无法解码", "the video cannot be decoded"),
            Phrase("将编码设为 H.264 或 H.265（8 位）", "set H.264 or H.265, 8 bit")),
        "noVideo": Entry(
            Phrase("流中没有视频", "the stream holds no video"),
            Phrase("检查该通道是否接有摄像机", "check that the channel has a camera")),
        "stopped": Entry(Phrase("本系统停止", "Tocsin was stopping"), Phrase("", "")),
        "other": Entry(Phrase("其他故障", "another failure"), Phrase("查看日志", "look at the log")),
    ]

    private static let picture: [String: Entry] = [
        "signal-loss": Phrase("视频信号丢失", "signal loss"), "black": Phrase("黑屏", "black picture"),
        "slate": Phrase("录像机无信号画面", "the recorder's “no video” card"), "frozen": Phrase("画面冻结", "frozen"),
        "covered": Phrase("镜头遮挡", "covered"), "blurred": Phrase("画面模糊", "blurred"),
        "dark": Phrase("画面过暗", "too dark"), "bright": Phrase("画面过亮", "too bright"),
        "low-contrast": Phrase("对比度过低", "low contrast"), "colour-cast": Phrase("画面偏色", "colour cast"),
        "noise": Phrase("雪花噪声", "snow"), "stripes": Phrase("条纹干扰", "stripes"),
        "shake": Phrase("画面抖动", "shaking"), "moved": Phrase("场景变更", "scene moved"),
    ].mapValues { Entry($0, Phrase("现场检查镜头和线路", "look at lens and cable on site")) }
}

extension PollResult {
    var words: Phrase {
        switch self {
        case .ok: Phrase("正常", "ok")
        case .noConnect: Phrase("无法连接", "no connection")
        case .unauthorized: Phrase("认证失败", "unauthorized")
        case .busy: Phrase("设备忙", "busy")
        case .noImage: Phrase("无画面", "no image")
        case .black: Phrase("黑屏", "black")
        case .slate: Phrase("无信号画面", "slate")
        case .frozen: Phrase("冻结", "frozen")
        case .exempt: Phrase("豁免", "exempt")
        case .notPolled: Phrase("未轮询", "not polled")
        }
    }
}
