/// One entry of the ledger of devices: a camera, as a rule.
public struct Device: Hashable, Sendable {
    /// Unique among the devices; a camera under analysis has the id that it has under `cameras`.
    public var id: String
    /// The 20 digits of GB/T 28181.
    public var code: DeviceCode?
    /// What people call it.
    public var name: String?
    /// 行政区划代码: 6, 9 or 12 digits (GB/T 2260, GB/T 10114).
    public var districtCode: String?
    /// 区.
    public var district: String?
    /// 街道.
    public var street: String?
    /// 社区.
    public var community: String?
    /// The building it looks at or stands in, by id, or in words where no such building is registered.
    public var building: String?
    /// Degrees east, -180…180.
    public var longitude: Double?
    /// Degrees north, -90…90.
    public var latitude: Double?
    /// The key position it watches, by id.
    public var keyPosition: String?
    /// What kind of device, in the site's own words (枪机, 球机, 电梯…).
    public var type: String?
    /// The recorder it hangs on, by id.
    public var recorder: String?
    /// Its channel there, from 1.
    public var channel: Int?
    /// First day in service; nil: since ever.
    public var from: CivilDate?
    /// Last day in service; nil: until further notice.
    public var to: CivilDate?
    /// Which dangers Tocsin watches for there.
    public var watches: Set<Watch> = []

    /// What a device may be watched for.
    public enum Watch: String, CaseIterable, Hashable, Sendable {
        /// 高空抛物.
        case thrownObject = "thrown-object"
        /// 电动车进电梯.
        case ebike
        /// 火情.
        case fire
        /// 烟雾.
        case smoke
    }

    /// The device `id`.
    public init(id: String) { self.id = id }

    /// Whether it is in service on `date`.
    public func isInService(on date: CivilDate) -> Bool {
        (from.map { $0 <= date } ?? true) && (to.map { date <= $0 } ?? true)
    }
}

/// A network video recorder of the ledger.
public struct Recorder: Hashable, Sendable {
    /// Unique among the recorders.
    public var id: String
    /// What people call it.
    public var name: String?

    /// The recorder `id`.
    public init(id: String) { self.id = id }
}

/// An approved time in which devices need not give a picture: maintenance, building works.
public struct Exemption: Hashable, Sendable {
    /// The devices it is for, by id.
    public var devices: [String]
    /// The recorder that these are all the devices of; nil where they are named one by one.
    public var recorder: String?
    /// Why.
    public var reason: String
    /// Who approved it.
    public var approver: String
    /// Begin, seconds since 1970.
    public var start: Double
    /// End, seconds since 1970; not part of it.
    public var end: Double
    /// When it was entered, seconds since 1970.
    public var entered: Double

    /// An exemption of `devices` from `start` up to `end`.
    public init(
        devices: [String], reason: String, approver: String, start: Double, end: Double, entered: Double
    ) {
        self.devices = devices
        self.reason = reason
        self.approver = approver
        self.start = start
        self.end = end
        self.entered = entered
    }

    /// The seconds since 1970 that lie in it; none where it ends before it begins.
    public var seconds: Range<Int> {
        let begin = Int(start.rounded(.up))
        return begin..<max(begin, Int(end.rounded(.up)))
    }

    /// Why it does not count; nil when it does. Rules: `domain.md`, our own choice where no public rule was found.
    public enum Flaw: Hashable, Sendable {
        /// It ends before it begins.
        case backwards
        /// It was entered more than 24 h after it began.
        case enteredLate
        /// It lasts more than 7 days.
        case tooLong
    }

    /// What is wrong with it.
    public var flaw: Flaw? {
        if end <= start { return .backwards }
        if entered > start + 86_400 { return .enteredLate }
        if end - start > 7 * 86_400 { return .tooLong }
        return nil
    }
}
