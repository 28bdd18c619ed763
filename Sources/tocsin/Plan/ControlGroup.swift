/// What the control groups of a process allow it: its own, and all above it (cgroups(7)).
struct ControlGroup {
    /// What `/proc/self/cgroup` says.
    let membership: String
    /// Reads a file; nil where there is none.
    let text: (String) -> String?

    private static let root = "/sys/fs/cgroup"

    /// Those of this process.
    static var own: ControlGroup {
        ControlGroup(membership: PlanHost.text("/proc/self/cgroup") ?? "", text: PlanHost.text)
    }

    /// Cores that the least quota of them all allows; nil for no limit.
    var cores: Double? {
        let unified = folders(of: nil).compactMap { folder in text(folder + "/cpu.max").flatMap(Self.quota) }
        let old = folders(of: "cpu").compactMap { folder in
            Self.quota(
                (text(folder + "/cpu.cfs_quota_us") ?? "") + " " + (text(folder + "/cpu.cfs_period_us") ?? ""))
        }
        return (unified + old).min()
    }

    /// Bytes of memory that are left in the fullest of them; nil for no limit.
    var memoryBytes: Double? {
        let unified = folders(of: nil).compactMap { left($0, limit: "memory.max", taken: "memory.current", "") }
        let old = folders(of: "memory").compactMap {
            left($0, limit: "memory.limit_in_bytes", taken: "memory.usage_in_bytes", "total_")
        }
        return (unified + old).min()
    }

    /// Cores of `quota period`, of which either may be a word or negative: no limit.
    static func quota(_ text: String) -> Double? {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.count == 2, let quota = Double(words[0]), let period = Double(words[1]), quota > 0, period > 0
        else { return nil }
        return quota / period
    }

    private func left(_ folder: String, limit: String, taken: String, _ prefix: String) -> Double? {
        guard let limit = text(folder + "/" + limit).flatMap(PlanHost.number),
            let taken = text(folder + "/" + taken).flatMap(PlanHost.number)
        else { return nil }
        // Files that were read lately lie in memory as long as nobody wants it.
        let freeable = text(folder + "/memory.stat").flatMap { PlanHost.value(of: prefix + "inactive_file", in: $0) }
        return max(0, limit - taken + (freeable ?? 0))
    }

    /// Folders of the group for `controller`, or of the unified tree, and of those above up to the root.
    private func folders(of controller: String?) -> [String] {
        for line in membership.split(separator: "\n") {
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { continue }
            let controllers = fields[1].split(separator: ",").map(String.init)
            guard controller.map(controllers.contains) ?? controllers.isEmpty else { continue }
            let base = controller == nil ? Self.root : Self.root + "/" + fields[1]
            let names = fields[2].split(separator: "/")
            return (0...names.count).reversed().map {
                ([base] + names.prefix($0).map(String.init)).joined(separator: "/")
            }
        }
        return []
    }
}
