import VideoCore

/// `alarms:` of a camera.
extension Value {
    func alarmRules() -> AlarmRules {
        var rules = AlarmRules()
        guard let keys = keys(.alarms) else { return rules }
        rules.cooldown = keys["cooldown"]?.number(in: 0...86_400, unit: "seconds") ?? rules.cooldown
        rules.schedule = keys["schedule"]?.watches() ?? []
        if let priorities = keys["priority"]?.keys(.priority) {
            for kind in AlarmKind.allCases {
                rules.priority[kind] = priorities[kind.rawValue]?.integer(in: 1...4)
            }
        }
        return rules
    }

    /// Stretches of the week.
    func watches() -> [AlarmRules.Watch] { (list(of: "times") ?? []).compactMap { $0.watch() } }

    private func watch() -> AlarmRules.Watch? {
        guard let keys = keys(.watch) else { return nil }
        let days = keys["days"].map { $0.weekdays() } ?? Set(AlarmRules.Weekday.allCases)
        let from = keys.required("from", "write when it begins, as \"07:00\"")?.minuteOfDay(in: 0...1439)
        let to = keys.required("to", "write when it ends, as \"22:00\"")?.minuteOfDay(in: 1...1440)
        guard let from, let to, !days.isEmpty else { return nil }
        guard from != to else {
            report("begins and ends at the same minute", remedy: "for the whole day write \"00:00\" to \"24:00\"")
            return nil
        }
        return AlarmRules.Watch(days: days, from: from, to: to)
    }

    private func weekdays() -> Set<AlarmRules.Weekday> {
        guard let entries = list(of: "days") else { return [] }
        if entries.isEmpty { report("names no day", remedy: "write days such as [mon, tue], or delete the key") }
        let known = AlarmRules.Weekday.allCases
        let names = entries.compactMap { $0.word(of: known.map(\.abbreviation)) }
        return Set(known.filter { names.contains($0.abbreviation) })
    }
}
