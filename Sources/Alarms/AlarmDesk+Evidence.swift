import VideoCore

extension AlarmDesk {
    /// Adds `clips` to an alarm in an event of its own, an update; also to one that is over. `known` is the newest event
    /// that the caller knows of, for when the queue cannot be read.
    ///
    /// The event's id is made of the alarm's alone: however often this is tried, the alarm has one such event.
    @discardableResult
    public func addEvidence(_ clips: [Evidence], to known: AlarmEvent) -> [CommittedAlarm] {
        let record = try? outbox.alarm(known.data.alarmID)
        let queued = record?.events.compactMap { try? $0.event() } ?? [known]
        let last = record?.latest ?? known
        var data = last.data
        data.phase = .update
        data.receivedAt = nil
        data.prompt = nil
        data.detail = nil
        data.evidence = []
        for evidence in queued.flatMap(\.data.evidence) + clips where !data.evidence.contains(evidence) {
            data.evidence.append(evidence)
        }
        var event = AlarmEvent(site: "", time: last.time, data: data)
        event.source = last.source
        event.id = "\(data.alarmID)-evidence"
        wait(event)
        return commitWaiting()
    }
}
