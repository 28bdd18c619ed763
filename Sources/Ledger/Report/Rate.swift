/// A rate that every group of devices has.
public enum Rate: String, CaseIterable, Hashable, Sendable {
    /// 出图率.
    case output = "output-rate"
    /// 出图率 (lenient).
    case lenientOutput = "output-rate-lenient"
    /// 在线率 (time).
    case onlineTime = "online-time"
    /// 在线率 (count).
    case onlineCount = "online-count"
    /// 台账完整率.
    case completeness = "ledger-completeness"

    /// Numerator and denominator of `row`, with exemptions or as if nothing had been exempt.
    public func ratio(of row: Report.Row, strict isStrict: Bool) -> Ratio {
        let figures = isStrict ? row.strictFigures : row.figures
        return switch self {
        case .output: figures.outputRate
        case .lenientOutput: figures.lenientOutputRate
        case .onlineTime: figures.onlineTime
        case .onlineCount: figures.onlineCount
        case .completeness: row.completeness
        }
    }

    /// Whether enough was observed to speak of the rate.
    public func isKnown(in row: Report.Row, strict isStrict: Bool) -> Bool {
        let figures = isStrict ? row.strictFigures : row.figures
        return switch self {
        case .output, .lenientOutput: figures.hasEnoughPolls
        case .onlineTime: figures.hasEnoughTime
        case .onlineCount: figures.hasEnoughStates
        case .completeness: true
        }
    }

    /// Where its definition comes from.
    public var basis: Basis { self == .onlineTime ? .published : .own }
}

extension Rate {
    var name: Phrase {
        switch self {
        case .output: Phrase("出图率", "output rate")
        case .lenientOutput: Phrase("出图率（宽松）", "output rate (lenient)")
        case .onlineTime: Phrase("在线率（时长）", "online rate (time)")
        case .onlineCount: Phrase("在线率（台数）", "online rate (count)")
        case .completeness: Phrase("台账完整率", "ledger completeness")
        }
    }

    /// The formula in words, after `domain.md`.
    var formula: Phrase {
        switch self {
        case .output:
            Phrase(
                "成功取到画面的轮询次数 ÷ 应取画面的轮询次数；在册通道全部计入，离线计为失败；豁免和未轮询的不计入分母",
                "polls that gave a picture ÷ required polls, over all registered channels; offline counts as failed; "
                    + "exempt polls and those that did not take place leave the denominator")
        case .lenientOutput:
            Phrase(
                "至少一次取到画面的通道数 ÷ 至少有一次应轮询的通道数",
                "channels with at least one picture ÷ channels with at least one required poll")
        case .onlineTime:
            Phrase(
                "各设备在线时长 ÷ 应在线时长（24 小时减豁免）的平均值；本系统未运行的时间为未知，不计入（此点为本项目自定）",
                "mean over the devices of time online ÷ time in service (24 h a day less exempt time); time in which "
                    + "nobody watched is unknown and left out (that part is this project's own choice)")
        case .onlineCount:
            Phrase(
                "统计期末在线设备数 ÷ 期末在用设备数",
                "devices online at the end of the period ÷ devices in service then")
        case .completeness:
            Phrase(
                "编码、名称、行政区划代码、经度、纬度齐全的设备数 ÷ 在册设备数",
                "devices with code, name, district code, longitude and latitude all filled ÷ registered devices")
        }
    }
}
