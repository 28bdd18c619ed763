/// Where the queue of alarms lies and how it is kept.
public struct OutboxSettings: Hashable, Sendable {
    /// The database file. Its folder is made when it does not exist.
    public var path: String
    /// Bytes held back on the same disk for alarms alone, given up when it is full. 16 MiB hold some thousand alarms.
    public var reserveBytes: Int = 16 << 20
    /// Days after which an event that every consumer has may go. 180: the law asks six months of logs.
    public var keepDays: Int = 180
    /// Seconds to wait for another process that is writing.
    public var busyTimeout: Double = 5

    /// The name of the database within a data folder.
    public static let fileName = "outbox.sqlite"

    /// The queue in the file `path`.
    public init(path: String) { self.path = path }

    /// The queue of the data folder `folder`.
    public init(dataFolder folder: String) { self.init(path: folder + "/" + Self.fileName) }

    /// Every mistake in these settings; none when they can be used.
    public func validate() -> [SettingMistake] {
        var mistakes: [SettingMistake] = []
        if path.isEmpty {
            mistakes.append(
                SettingMistake(key: "path", problem: "it is empty", remedy: "name a file on a local disk"))
        }
        if !(1 << 20...1 << 34).contains(reserveBytes) {
            mistakes.append(
                SettingMistake(
                    key: "reserveBytes", problem: "\(reserveBytes) is out of range",
                    remedy: "give 1 MiB (1048576) to 16 GiB"))
        }
        if !(30...3660).contains(keepDays) {
            mistakes.append(
                SettingMistake(
                    key: "keepDays", problem: "\(keepDays) is out of range",
                    remedy: "give 30, the least the law allows, to 3660"))
        }
        if !(0...60).contains(busyTimeout) {
            mistakes.append(
                SettingMistake(
                    key: "busyTimeout", problem: "\(busyTimeout) s is out of range", remedy: "give 0 to 60 seconds"))
        }
        return mistakes
    }
}
