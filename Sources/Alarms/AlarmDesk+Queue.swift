import Telemetry
public import VideoCore

extension AlarmDesk {
    /// How many events wait in memory because the queue refuses them.
    public var waitingCount: Int { waiting.count }

    /// Those events, oldest first: whoever ends the program while there are any should put them somewhere else.
    public var waitingEvents: [AlarmEvent] { waiting }

    /// Offers what waits to the queue again, takes the disk reserve back when there is room for it, and returns what
    /// was queued. To be called about once a second.
    @discardableResult
    public func retryWaiting(now: WallTime? = nil) -> [CommittedAlarm] {
        let committed = commitWaiting(now: now)
        if waiting.isEmpty { outbox.refillReserve() }
        return committed
    }

    /// Closes the alarms that an earlier run of the program left open. To be called once, before the first finding.
    @discardableResult
    public func closeLeftOpen() throws(OutboxError) -> [CommittedAlarm] {
        var query = AlarmQuery()
        query.openOnly = true
        query.limit = .max
        for record in try outbox.alarms(query).reversed() {
            guard let last = record.latest else { continue }
            var data = last.data
            data.phase = .close
            data.evidence = []
            data.receivedAt = nil
            var event = AlarmEvent(site: "", time: last.time, data: data)
            event.source = last.source
            wait(event)
        }
        return commitWaiting()
    }

    /// Puts `event` behind those that wait. When too many do, an update goes: its alarm is known without it.
    func wait(_ event: AlarmEvent) {
        waiting.append(event)
        guard waiting.count > waitingLimit else { return }
        let victim = waiting.firstIndex { $0.data.phase == .update } ?? waiting.startIndex
        meters.lost.add()
        onTrouble(.lost(waiting.remove(at: victim)))
    }

    /// Queues what waits, oldest first, until the queue refuses.
    func commitWaiting(now: WallTime? = nil) -> [CommittedAlarm] {
        var committed: [CommittedAlarm] = []
        var offered = 0
        defer { meters.waiting.set(Double(waiting.count)) }
        for var event in waiting {
            let moment = now ?? clock()
            event.data.committedAt = Timestamp(moment)
            do {
                let place = try outbox.append(event, now: moment)
                offered += 1
                meters.count(event, isNew: place.isNew)
                if place.isNew { committed.append(CommittedAlarm(sequence: place.sequence, event: event)) }
            } catch {
                waiting.removeFirst(offered)
                if queueRefusal?.code != error.code { onTrouble(.queueRefused(error)) }
                queueRefusal = error
                meters.queueRefused.add()
                return announced(committed)
            }
        }
        waiting = []
        if queueRefusal != nil, offered > 0 {
            queueRefusal = nil
            onTrouble(.queueRecovered(waited: offered))
        }
        return announced(committed)
    }

    private func announced(_ committed: [CommittedAlarm]) -> [CommittedAlarm] {
        for alarm in committed { onCommit(alarm) }
        return committed
    }
}
