/// What is told of a device, in `devices` and in lists of devices alike.
enum DeviceColumn: String, CaseIterable {
    case device, code, name, districtCode, district, street, community, building, longitude, latitude, keyPosition
    case type, nvr, channel, url, username, transport, stream, from, to

    /// The column with the title `title`: a key as in the site's file, or as Chinese lists call it.
    init?(title: String) {
        let folded = Self.folded(title)
        guard let column = Self.byTitle[folded] else { return nil }
        self = column
    }

    /// Whether a column of this title holds passwords.
    static func isPassword(_ title: String) -> Bool {
        let folded = folded(title)
        return ["pass", "pwd", "密码", "口令"].contains { folded.contains($0) }
    }

    /// Titles in Chinese, the usual one first.
    private var titles: [String] {
        switch self {
        case .device: ["设备编号", "设备id", "编号", "id"]
        case .code: ["国标编码", "国标编号", "国标id", "设备编码", "设备国标编码", "gbcode"]
        case .name: ["名称", "设备名称", "摄像机名称", "点位名称"]
        case .districtCode: ["行政区划代码", "行政区划编码", "行政区划", "区划代码"]
        case .district: ["区", "区县", "所属区", "所属区县"]
        case .street: ["街道", "所属街道", "街道办事处", "镇街"]
        case .community: ["社区", "所属社区", "小区"]
        case .building: ["楼栋", "楼号", "楼栋号"]
        case .longitude: ["经度", "lon", "lng"]
        case .latitude: ["纬度", "lat"]
        case .keyPosition: ["关键位置", "重点位置", "关键部位"]
        case .type: ["类型", "设备类型", "摄像机类型"]
        case .nvr: ["录像机", "nvr编号", "所属录像机", "硬盘录像机"]
        case .channel: ["通道", "通道号"]
        case .url: ["地址", "取流地址", "rtsp地址"]
        case .username: ["用户名"]
        case .transport: ["传输方式"]
        case .stream: ["码流"]
        case .from: ["启用日期", "投用日期", "投入使用日期"]
        case .to: ["停用日期", "退役日期"]
        }
    }

    private static let byTitle: [String: DeviceColumn] = {
        var columns: [String: DeviceColumn] = [:]
        for column in allCases {
            for title in [column.rawValue] + column.titles { columns[folded(title)] = column }
        }
        return columns
    }()

    /// Without blanks, `_`, `-` and case.
    private static func folded(_ title: String) -> String {
        title.lowercased().filter { !$0.isWhitespace && $0 != "_" && $0 != "-" }
    }

    /// What a value should be.
    var expected: String {
        switch self {
        case .device: "an id"
        case .code: "20 digits in quotes, as \"37010200001320000001\""
        case .districtCode: "6, 9 or 12 digits"
        case .longitude, .latitude: "degrees, as 117.0512"
        case .nvr, .keyPosition: "an id"
        case .channel: "a whole number, 1…4096"
        case .url: "rtsp://ADDRESS/PATH"
        case .transport: "tcp or udp"
        case .stream: "main or sub"
        case .from, .to: "a day, as 2025-03-01"
        default: "a short text"
        }
    }
}
