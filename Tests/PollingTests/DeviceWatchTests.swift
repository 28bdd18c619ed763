import Ledger
import Polling
import Testing

struct DeviceWatchTests {
    /// Observations, one a minute: u answers, d does not. Then the changes as "minute:state:since", events with an
    /// exclamation mark.
    @Test(arguments: [
        ("u", "0:up:0"), ("dd", ""), ("ddd", "2:down:0!"), ("uddu", "0:up:0"), ("uddud", "0:up:0"),
        ("uddd", "0:up:0 3:down:1!"), ("udddu", "0:up:0 3:down:1!"), ("udddud", "0:up:0 3:down:1!"),
        ("udddudu", "0:up:0 3:down:1!"), ("udddudduu", "0:up:0 3:down:1! 8:up:7!"),
        ("udduddd", "0:up:0 6:down:4!"),
    ])
    func `three misses make down, two answers up, each since the first of them`(seen: String, changes: String) {
        var watch = DeviceWatch()
        var found: [String] = []
        for (minute, letter) in seen.enumerated() {
            if let change = watch.observe(isUp: letter == "u", cause: letter == "u" ? nil : "refused", at: minute) {
                found.append("\(minute):\(change.state.rawValue):\(change.since)\(change.isEvent ? "!" : "")")
            }
        }
        #expect(found.joined(separator: " ") == changes)
    }

    @Test func `a doubt from before the clock was put back is no longer one`() {
        var watch = DeviceWatch()
        _ = watch.observe(isUp: true, at: 0)
        for time in [13 * 3600, 12 * 3600 + 60, 12 * 3600 + 120] {
            #expect(watch.observe(isUp: false, cause: "refused", at: time) == nil)
        }
        let change = watch.observe(isUp: false, cause: "refused", at: 12 * 3600 + 180)
        #expect(change?.since == 12 * 3600 + 60)
    }

    @Test func `another cause while down is written down and rings nothing`() {
        var watch = DeviceWatch()
        for minute in 0..<3 { _ = watch.observe(isUp: false, cause: "refused", at: minute) }
        #expect(watch.observe(isUp: false, cause: "refused", at: 3) == nil)
        let change = watch.observe(isUp: false, cause: "noRoute", at: 4)
        #expect(change == DeviceWatch.Change(state: .down, since: 4, cause: "noRoute", isEvent: false))
    }

    @Test(
        arguments: [
            ([(0.0, 0.0), (5, 5), (10, 10)], []), ([(0, 0), (5, 5), (3610, 10)], [3600]),
            ([(0, 0), (5, 5), (-3590, 10)], [-3600]),
            ([(0, 0), (8, 5)], []), ([(0, 0), (600, 600)], []),
        ] as [([(Double, Double)], [Double])])
    func `a civil clock that is set is noticed, one that is steered is not`(times: [(Double, Double)], steps: [Double])
    {
        var clock = ClockWatch()
        #expect(times.compactMap { clock.step(civil: $0.0, steady: $0.1) } == steps)
    }
}
