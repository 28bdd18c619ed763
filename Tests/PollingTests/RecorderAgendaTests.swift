import Ledger
import Polling
import Testing
import VideoStreams

struct RecorderAgendaTests {
    @Test func `whoever goes on makes no visit twice, and those that came to nothing again`() {
        let end = PollSlot(number: 1_000_000).end - 1
        let slot = PollSlot(number: 1_000_000)
        var agenda = RecorderAgenda(["a", "b", "c"])
        for device in ["a", "b"] { agenda.claim(device, slot) }
        agenda.release("b")
        agenda.claim("c", slot)
        let next = RecorderAgenda(["a", "b", "d"], done: agenda.done)
        #expect(next.done == ["a": slot])
        #expect(next.dueCount(at: end) == 2)
    }

    @Test func `each channel is visited once in each half hour, one after the other, early enough to end in it`() {
        let devices = (1...32).map { "channel-\($0)" }
        var agenda = RecorderAgenda(devices)
        var visits: [PollSlot: [String]] = [:]
        var now = 1_750_000_000 / 1800 * 1800
        let end = now + 4 * 1800
        while now < end {
            switch agenda.step(at: now) {
            case .visit(let device, let slot):
                #expect(now - slot.start < 1800)
                agenda.claim(device, slot)
                visits[slot, default: []].append(device)
                now += 3
            case .rest(let until):
                #expect(until > now)
                now = max(until, now + 1)
            }
        }
        #expect(visits.count == 4)
        for devicesOfSlot in visits.values { #expect(devicesOfSlot.sorted() == devices.sorted()) }
        // Another order each time: nothing at the site that keeps the clock falls on every poll of a camera.
        #expect(Set(visits.values.map { $0.joined(separator: " ") }).count == 4)
    }

    @Test func `a half hour that was missed is not made up for`() {
        var agenda = RecorderAgenda(["a"])
        let slot = PollSlot(number: 1000)
        guard case .visit("a", slot) = agenda.step(at: slot.end - 1) else {
            Issue.record("the channel is due")
            return
        }
        agenda.claim("a", slot)
        guard case .rest(let until) = agenda.step(at: slot.end - 1) else {
            Issue.record("the channel has been visited")
            return
        }
        #expect(until >= slot.end)
        // Long asleep: only the half hour of now is due.
        guard case .visit("a", PollSlot(number: 1005)) = agenda.step(at: 1006 * 1800 - 1) else {
            Issue.record("only the present half hour is due")
            return
        }
    }

    @Test(arguments: StreamFailure.Code.allCases)
    func `each failure is exactly one result that is no picture`(code: StreamFailure.Code) {
        let result = PollResult(code)
        #expect(result != .ok)
        #expect(result.isObserved == (code != .stopped))
    }
}
