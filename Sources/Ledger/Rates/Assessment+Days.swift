extension Assessment {
    /// The figures of all devices together on each day, with exemptions; from what was read already.
    var days: [Report.Day] {
        var days = evidence.days.map { Report.Day(date: $0.date, figures: Figures()) }
        for account in accounts {
            let device = account.device
            let service = Period.seconds(from: device.from, through: device.to, in: period.zone)
            let exemptions = registry.exemptSeconds(of: device.id)
            for (number, day) in evidence.days.enumerated() where service.overlaps(day.seconds) {
                let figures = figures(
                    of: device.id, day: number, judged: day.seconds.clamped(to: service), exemptions: exemptions)
                days[number].figures = days[number].figures + figures
            }
        }
        return days
    }

    private func figures(
        of device: String, day: Int, judged: Range<Int>, exemptions: [Range<Int>]
    ) -> Figures {
        let due = judged.clamped(to: evidence.due)
        let slots = PollSlot.beginning(in: due)
        let kept = exemptions.reduce([judged]) { parts, hole in parts.flatMap { $0.without(hole) } }
        let free = kept.reduce(0) { $0 + PollSlot.beginning(in: $1.clamped(to: due)).count }
        let tally: PollTally
        if let polls = evidence.polls[device] {
            let first = polls.firstIndex(halvingBy: { $0.slot.number >= slots.lowerBound })
            let own = polls[first...].prefix { $0.slot.number < slots.upperBound }
            tally = PollTally(own.filter { poll in !exemptions.contains { $0.contains(poll.slot.start) } })
        } else {
            tally = evidence.tallies[device]?[day] ?? PollTally()
        }
        let timeline = evidence.timelines[device] ?? Timeline([])
        let end = evidence.days[day].seconds.upperBound
        return Figures(
            scheduled: slots.count, exempt: slots.count - free, polls: tally, timeline: timeline, periods: kept,
            state: judged.upperBound == end ? timeline.lastState(before: end) : nil)
    }
}
