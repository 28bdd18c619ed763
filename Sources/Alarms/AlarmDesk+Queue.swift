import Synchronization
import Telemetry
public import VideoCore

extension AlarmDesk {
    /// How many events wait in memory because the queue refuses them.
    nonisolated public var waitingCount: Int { waiting.withLock { $0.count } }

    /// Those events, oldest first: whoever ends the program while there are any should put them somewhere else.
    nonisolated public var waitingEvents: [AlarmEvent] { waiting.withLock { $0 } }

    /// Why the queue refuses events; nil while it takes them.
    nonisolated public var refusal: OutboxError? { queueRefusal.withLock { $0 } }

    /// Offers what waits to the queue again, takes the disk reserve back when there is room for it, and returns what
    /// was queued. To be called about once a second.
    @discardableResult
    public func retryWaiting(
        now: WallTime? = nil, instant: ContinuousClock.Instant = .now
    ) -> [CommittedAlarm] {
        closeInterrupted(now: instant)
        let committed = commitWaiting(now: now)
        if waitingCount == 0 { checkReserve() }
        return committed
    }

    /// Queues events that an earlier run could not queue, up to the first that the queue refuses, which waits. True when
    /// it has them all. None is taken while others wait.
    public func takeIn(_ events: [AlarmEvent]) -> Bool {
        guard waitingCount == 0 else { return false }
        for event in events {
            wait(event)
            _ = commitWaiting()
            guard waitingCount == 0 else { return false }
        }
        return true
    }

    /// Closes the alarms that an earlier run of the program left open: those of which the queue knows no end and that
    /// `isMeant` names. Those of this desk stay as they are; those that may still go on wait for their camera.
    @discardableResult
    public func closeLeftOpen(
        where isMeant: @Sendable (AlarmID) -> Bool = { _ in true }
    ) throws(OutboxError) -> [CommittedAlarm] {
        let own = Set(waitingEvents.map(\.data.alarmID)).union(openAlarms)
        var query = AlarmQuery()
        query.openOnly = true
        query.includesMerged = true
        query.limit = .max
        for record in try outbox.alarms(query).reversed() where isMeant(record.id) && !own.contains(record.id) {
            guard let last = record.latestOfCamera else { continue }
            if let alarm = InterruptedAlarm(record, last, now: clock()) {
                interrupted[CameraID(last.data.camera.id), default: []].append(alarm)
            } else {
                waitToClose(last)
            }
        }
        return commitWaiting()
    }

    /// Closes the alarms of an earlier run of which their camera has shown nothing for too long.
    private func closeInterrupted(now: ContinuousClock.Instant) {
        for (camera, alarms) in interrupted {
            for alarm in alarms where !alarm.isAwaited(at: now) { waitToClose(alarm.last) }
            interrupted[camera] = alarms.filter { $0.isAwaited(at: now) }
            if interrupted[camera]?.isEmpty == true { interrupted[camera] = nil }
        }
    }

    private func waitToClose(_ last: AlarmEvent) {
        var data = last.data
        data.phase = .close
        data.evidence = []
        data.receivedAt = nil
        data.prompt = nil
        data.detail = nil
        var event = AlarmEvent(site: "", time: last.time, data: data)
        event.source = last.source
        wait(event)
    }

    /// Puts `event` behind those that wait. When too many do, an update goes: its alarm is known without it.
    func wait(_ event: AlarmEvent) {
        let victim = waiting.withLock { waiting -> (place: Int, event: AlarmEvent)? in
            waiting.append(event)
            guard waiting.count > waitingLimit else { return nil }
            let place = waiting.firstIndex { $0.data.phase == .update } ?? waiting.startIndex
            return (place, waiting.remove(at: place))
        }
        guard let victim else { return }
        if victim.place < toldWaiting { toldWaiting -= 1 }
        meters.lost.add()
        onTrouble(.lost(victim.event))
    }

    /// Adds a picture to an event that waits.
    func attach(_ stored: Evidence, to id: String) {
        waiting.withLock { waiting in
            guard let place = waiting.lastIndex(where: { $0.id == id }) else { return }
            waiting[place].data.evidence.append(stored)
        }
    }

    /// Queues what waits, oldest first, until the queue refuses.
    func commitWaiting(now: WallTime? = nil) -> [CommittedAlarm] {
        var committed: [CommittedAlarm] = []
        var offered = 0
        defer { meters.waiting.set(Double(waitingCount)) }
        for var event in waitingEvents {
            let moment = now ?? clock()
            event.data.committedAt = Timestamp(moment)
            do {
                let place = try outbox.append(event, now: moment)
                offered += 1
                meters.count(event, isNew: place.isNew)
                if place.isNew { committed.append(CommittedAlarm(sequence: place.sequence, event: event)) }
            } catch {
                removeWaiting(offered)
                tellRefusal(error)
                return announced(committed)
            }
        }
        removeWaiting(offered)
        if refusal != nil, offered > 0 {
            queueRefusal.withLock { $0 = nil }
            onTrouble(.queueRecovered(waited: offered))
        }
        return announced(committed)
    }

    private func removeWaiting(_ count: Int) {
        waiting.withLock { $0.removeFirst(count) }
        toldWaiting = max(0, toldWaiting - count)
    }

    /// The refusal once, then each event that has begun to wait: the log must hold what the queue does not.
    private func tellRefusal(_ error: OutboxError) {
        if refusal?.code != error.code { onTrouble(.queueRefused(error)) }
        queueRefusal.withLock { $0 = error }
        meters.queueRefused.add()
        let events = waitingEvents
        for event in events.dropFirst(toldWaiting) { onTrouble(.waits(event)) }
        toldWaiting = events.count
    }

    private func checkReserve() {
        let isHeld = outbox.refillReserve()
        guard isHeld != holdsReserve else { return }
        holdsReserve = isHeld
        onTrouble(isHeld ? .reserveHeld : .reserveMissing(bytes: outbox.settings.reserveBytes))
    }

    private func announced(_ committed: [CommittedAlarm]) -> [CommittedAlarm] {
        for alarm in committed { onCommit(alarm) }
        return committed
    }
}
