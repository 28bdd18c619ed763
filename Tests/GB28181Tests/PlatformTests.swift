import Alarms
import Delivery
import Foundation
import TestSupport
import Testing
import VideoCore

@testable import GB28181Sink

/// Against a platform that is a program of its own.
@Suite("At a platform", .serialized)
struct PlatformTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func sink(_ platform: SIPPlatform, change: (inout GB28181Settings) -> Void = { _ in }) -> GB28181Sink {
        GB28181Sink(name: "gb", .sample(port: platform.port, change: change))
    }

    private func deliver(_ count: Int, to sink: GB28181Sink) async throws {
        try await sink.deliver(try (1...count).map { try AlarmEvent.sample($0).stored(Int64($0)) })
    }

    private static let login = ["--user", boxCode, "--password", "secret 口令"]

    @Test(
        "It registers as it is asked to, over UDP and TCP",
        arguments: GB28181Settings.Transport.allCases,
        [
            ["--algorithm", "MD5"], ["--qop", "auth"], ["--algorithm", "SHA-256", "--qop", "auth"],
            ["--algorithm", "both"], ["--stale"],
        ])
    func registers(transport: GB28181Settings.Transport, options: [String]) async throws {
        let platform = try SIPPlatform(in: folder, Self.login + options)
        defer { platform.kill() }
        let sink = sink(platform) { settings in
            settings.transport = transport
            settings.password = Secret("secret 口令")
            settings.version = .edition2022
        }
        try await deliver(1, to: sink)
        let alarm = try #require(platform.alarms().first)
        #expect(platform.alarms().count == 1 && alarm.transport == transport.rawValue)
        #expect(alarm.body?.contains("<AlarmDescription>高空抛物，东门</AlarmDescription>") == true)
        #expect(alarm.headers?["x-tocsin-event-id"] == AlarmEvent.sample(1).id)
        #expect(alarm.headers?["content-type"] == "Application/MANSCDP+xml")
        #expect(alarm.line == "MESSAGE sip:34020000002000000001@3402000000 SIP/2.0")
        let registers = platform.heard().filter { $0.method == "REGISTER" }
        #expect(registers.map(\.status) == (options == ["--stale"] ? [401, 401, 200] : [401, 200]))
        #expect(Set(registers.compactMap { $0.headers?["call-id"] }).count == 1)
        #expect(Set(registers.compactMap { $0.headers?["cseq"] }).count == registers.count)
        #expect(registers.allSatisfy { $0.headers?["x-gb-ver"] == "3.0" })
        await sink.close()
        let last = try #require(platform.heard().last { $0.method == "REGISTER" })
        #expect(last.status == 200 && last.headers?["expires"] == "0", "it says goodbye")
        await #expect(throws: (any Error).self, "after the end") { try await deliver(1, to: sink) }
    }

    @Test("It registers before there is an alarm, shows signs of life, and registers anew where it is forgotten")
    func life() async throws {
        let platform = try SIPPlatform(in: folder)
        defer { platform.kill() }
        let sink = sink(platform) { $0.keepalive = 1 }
        await sink.open()
        let lives = { (heard: [SIPPlatform.Heard]) in
            heard.count { $0.body?.contains("<CmdType>Keepalive</CmdType>") == true && $0.status == 200 }
        }
        #expect(await platform.wait { lives($0) >= 2 })
        platform.kill()
        try platform.restart()
        let before = lives(platform.heard())
        #expect(await platform.wait { lives($0) > before + 1 })
        #expect(
            platform.heard().contains { $0.status == 403 } || platform.heard().count { $0.method == "REGISTER" } > 1)
        await sink.close()
    }

    @Test("A tenth of all datagrams lost: every alarm arrives, once each, in order")
    func loss() async throws {
        let platform = try SIPPlatform(in: folder)
        defer { platform.kill() }
        // Ten sends of each, so that of no event all are lost.
        let sink = sink(platform) { $0.answerWithin = 30 }
        try await deliver(1, to: sink)
        try platform.suffer { $0.loss = 0.1 }
        let events = try (2...31).map { try AlarmEvent.sample($0, camera: "c\($0 % 10)").stored(Int64($0)) }
        try await sink.deliver(events)
        let ids = platform.alarms().dropFirst().compactMap { $0.headers?["x-tocsin-event-id"] }
        #expect(ids.count == Set(ids).count && Set(ids) == Set(events.map(\.id)))
        for camera in 0..<10 {
            let order = platform.alarms().filter { $0.headers?["x-tocsin-camera"] == "c\(camera)" }
                .compactMap { $0.headers?["x-tocsin-event-id"] }
            #expect(order == events.map(\.id).filter(order.contains))
        }
        try platform.suffer { _ in }
        await sink.close()
    }

    @Test("A silent platform is given up in time, and said to be silent", arguments: GB28181Settings.Transport.allCases)
    func silent(transport: GB28181Settings.Transport) async throws {
        let platform = try SIPPlatform(in: folder)
        defer { platform.kill() }
        try platform.suffer { $0.silent = true }
        let sink = sink(platform) { settings in
            settings.transport = transport
            settings.answerWithin = 1
        }
        let failure = await #expect(throws: DeliveryFailure.self) { try await deliver(1, to: sink) }
        #expect(failure?.reason.contains("does not answer; check its address") == true)
        try platform.suffer { _ in }
        try await until("delivered", within: 20) { (try? await deliver(1, to: sink)) != nil }
        await sink.close()
    }

    @Test("Nobody there is known at once", arguments: GB28181Settings.Transport.allCases)
    func nobody(transport: GB28181Settings.Transport) async throws {
        let platform = try SIPPlatform(in: folder)
        platform.kill()
        let sink = sink(platform) { $0.transport = transport }
        let began = ContinuousClock.now
        let failure = await #expect(throws: DeliveryFailure.self) { try await deliver(1, to: sink) }
        #expect(failure?.fault == .farEnd && failure?.delivered == 0)
        #expect(ContinuousClock.now - began < .seconds(10), "not after all its patience")
        try platform.restart()
        try await deliver(2, to: sink)
        await sink.close()
        platform.kill()
    }

    @Test(
        "Killed while many alarms are on their way, again and again: each time it goes on as soon as it is back",
        arguments: GB28181Settings.Transport.allCases)
    func killed(transport: GB28181Settings.Transport) async throws {
        let platform = try SIPPlatform(in: folder)
        let sink = sink(platform) { $0.transport = transport }
        let events = try (1...60).map { try AlarmEvent.sample($0, camera: "c\($0 % 30)").stored(Int64($0)) }
        var times: [Duration] = []
        for _ in 0..<5 {
            try await deliver(1, to: sink)
            platform.kill()
            // A burst of datagrams to nobody: the second already cannot be sent.
            await #expect(throws: DeliveryFailure.self) { try await sink.deliver(events) }
            try platform.restart()
            let began = ContinuousClock.now
            try await sink.deliver(events)
            times.append(ContinuousClock.now - began)
        }
        #expect(times.sorted()[2] < .seconds(4), "\(times)")
        let came = Set(platform.alarms().map { $0.headers?["x-tocsin-event-id"] })
        #expect(events.allSatisfy { came.contains($0.id) })
        await sink.close()
        platform.kill()
    }

    @Test("A refused alarm is at fault itself; a platform out of order is not the alarm's fault")
    func refusals() async throws {
        let platform = try SIPPlatform(in: folder)
        defer { platform.kill() }
        let sink = sink(platform)
        try platform.suffer { $0.refuse = [AlarmEvent.sample(3).id: 415] }
        let refused = await #expect(throws: DeliveryFailure.self) { try await deliver(5, to: sink) }
        #expect(refused?.fault == .event && refused?.delivered == 2)
        #expect(refused?.reason.contains("415 Refused; check `charset`") == true)
        try platform.suffer { $0.status = ["MESSAGE": 503] }
        let busy = await #expect(throws: DeliveryFailure.self) { try await deliver(5, to: sink) }
        #expect(busy?.fault == .farEnd && busy?.delivered == 0 && busy?.retryAfter == 7)
        try platform.suffer { $0.status = ["REGISTER": 403] }
        await sink.close()
    }

    @Test("A refused registration names what to check, without the password")
    func wrongLogin() async throws {
        let platform = try SIPPlatform(in: folder, Self.login)
        defer { platform.kill() }
        for (password, advice) in [(Secret("secret"), "check `username`"), (nil, "give `username` and `password`")] {
            let sink = sink(platform) { $0.password = password }
            let failure = await #expect(throws: DeliveryFailure.self) { try await deliver(1, to: sink) }
            #expect(failure?.reason.contains("401 Unauthorized; \(advice)") == true)
            #expect(failure?.reason.contains("secret") == false)
            await sink.close()
        }
        #expect(platform.alarms().isEmpty)
    }

    @Test("A platform that wants longer spans gets them")
    func brief() async throws {
        let platform = try SIPPlatform(in: folder, ["--least", "7200"])
        defer { platform.kill() }
        let sink = sink(platform)
        await #expect(throws: DeliveryFailure.self) { try await deliver(1, to: sink) }
        try await deliver(1, to: sink)
        #expect(platform.heard().last { $0.method == "REGISTER" }?.headers?["expires"] == "7200")
        await sink.close()
    }

    @Test("With `waitForResponse` an alarm is delivered when the platform has said so itself")
    func response() async throws {
        let platform = try SIPPlatform(in: folder)
        defer { platform.kill() }
        let sink = sink(platform) { settings in
            settings.waitsForResponse = true
            settings.answerWithin = 4
        }
        try platform.suffer { $0.respond = "OK" }
        try await deliver(20, to: sink)
        #expect(await platform.wait { $0.count { $0.kind == "answer" && $0.status == 200 } == 20 })
        try platform.suffer { $0.respond = "ERROR" }
        let wrong = await #expect(throws: DeliveryFailure.self) { try await deliver(1, to: sink) }
        #expect(wrong?.fault == .event)
        try platform.suffer { $0.respond = nil }
        let missing = await #expect(throws: DeliveryFailure.self) { try await deliver(1, to: sink) }
        #expect(missing?.fault == .farEnd && missing?.reason.contains("waitForResponse") == true)
        await sink.close()
    }

    @Test("Phases that are not sent count as delivered; events that cannot be read are at fault themselves")
    func phases() async throws {
        let platform = try SIPPlatform(in: folder)
        defer { platform.kill() }
        let sink = sink(platform)
        let phases: [AlarmPhase] = [.open, .update, .close]
        try await sink.deliver(try phases.map { try AlarmEvent.sample(1, .fire, $0).stored(1) })
        #expect(platform.alarms().count == 1)
        let strange = StoredEvent(sequence: 2, id: "x", json: Array("{}".utf8))
        let failure = await #expect(throws: DeliveryFailure.self) {
            try await sink.deliver([try AlarmEvent.sample(2).stored(1), strange])
        }
        #expect(failure?.fault == .event && failure?.delivered == 1)
        await sink.close()
    }

    @Test("A delivery that is cancelled ends soon")
    func cancelled() async throws {
        let platform = try SIPPlatform(in: folder)
        defer { platform.kill() }
        let sink = sink(platform) { $0.answerWithin = 12 }
        try await deliver(1, to: sink)
        try platform.suffer { $0.silent = true }
        let events = try (1...9).map { try AlarmEvent.sample($0).stored(Int64($0)) }
        let task = Task { try await sink.deliver(events) }
        #expect(await platform.wait { $0.contains { $0.kind == "unheard" } })
        let began = ContinuousClock.now
        task.cancel()
        await #expect(throws: (any Error).self) { try await task.value }
        #expect(ContinuousClock.now - began < .seconds(8))
        await sink.close()
    }
}
