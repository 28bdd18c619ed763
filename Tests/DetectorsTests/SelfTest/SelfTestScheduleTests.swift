import Foundation
import Testing
import VideoCore

@testable import Detectors

/// When a self-test is due, and what follows from its results.
struct SelfTestScheduleTests {
    /// 2026-03-02, a Monday, at `hour`:`minute` UTC, some days later.
    private static func moment(_ hour: Int, _ minute: Int, day: Int = 0) -> WallTime {
        WallTime(secondsSince1970: 1_772_409_600 + Double(day * 86_400 + hour * 3600 + minute * 60))
    }

    private static let shanghai = TimeZone(identifier: "Asia/Shanghai") ?? .gmt

    /// Appointed at 03:00 in Shanghai, 19:00 UTC of the day before.
    static let table: [(moment: WallTime, last: WallTime?, isDue: Bool)] = [
        (moment(18, 59), nil, false), (moment(19, 0), nil, true), (moment(20, 59), nil, true),
        (moment(21, 0), nil, false), (moment(3, 0), nil, false),
        (moment(19, 10), moment(19, 1), false), (moment(19, 10), moment(19, 1, day: -1), true),
        (moment(20, 30), moment(19, 55), false), (moment(19, 0, day: 1), moment(20, 30), true),
    ]

    @Test(arguments: table.indices)
    func `A test is due once a day, within two hours of its minute`(row: Int) {
        let (moment, last, isDue) = Self.table[row]
        let schedule = SelfTestSchedule.daily(minute: 180, timeZone: Self.shanghai)
        #expect(schedule.isDue(at: moment, lastDay: last.map(schedule.day(of:))) == isDue)
    }

    @Test func `A test late in the evening is due beyond midnight, and not again on the next day`() {
        let schedule = SelfTestSchedule.daily(minute: 23 * 60 + 30, timeZone: .gmt)
        let (before, after) = (Self.moment(23, 40), Self.moment(0, 20, day: 1))
        #expect(schedule.isDue(at: after, lastDay: nil))
        #expect(!schedule.isDue(at: after, lastDay: schedule.day(of: before)))
    }

    @Test func `Each camera has a minute of its own within half an hour, always the same`() {
        let minutes = (0..<60).compactMap { number -> Int? in
            let camera = CameraID("facade-\(number)")
            guard case .daily(let minute, _) = SelfTestSchedule.daily(from: 180, of: camera, timeZone: .gmt) else {
                return nil
            }
            return minute
        }
        #expect(minutes.allSatisfy { (180..<210).contains($0) })
        #expect(Set(minutes).count > 15)
        #expect(
            SelfTestSchedule.daily(from: 1439, of: CameraID("a"), timeZone: .gmt)
                == .daily(from: 1439, of: CameraID("a"), timeZone: .gmt))
    }

    static let histories: [(results: [Bool], consequences: [SelfTestHistory.Consequence])] = [
        ([true, true], [.nothing, .nothing]),
        ([false, true], [.nothing, .nothing]),
        ([false, false], [.nothing, .ring(.open)]),
        ([false, true, false, false], [.nothing, .nothing, .nothing, .ring(.open)]),
        ([false, false, false, true, true], [.nothing, .ring(.open), .ring(.update), .ring(.close), .nothing]),
        (
            [false, false, true, false, false],
            [.nothing, .ring(.open), .ring(.close), .nothing, .ring(.open)]
        ),
    ]

    @Test(arguments: histories.indices)
    func `Two failures in a row ring, a test that passes ends it`(row: Int) {
        var history = SelfTestHistory()
        for (result, expected) in zip(Self.histories[row].results, Self.histories[row].consequences) {
            #expect(history.note(passed: result, at: Self.moment(3, 0)) == expected)
        }
    }

    @Test func `A failure before a restart counts`() {
        var history = SelfTestHistory()
        history.recall(passed: false, at: Self.moment(3, 0))
        #expect(history.note(passed: false, at: Self.moment(3, 0, day: 1)) == .ring(.open))
    }
}
