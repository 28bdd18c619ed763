import ArgumentParser
import Foundation
import Ledger

/// Fills books with a simulated year and reports on it.
struct BooksBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "books",
        abstract: "Fills books with a simulated year and prints size, times of reports and peak memory as JSON.")

    @Option(help: "Devices.") var devices = 500
    @Option(help: "Days from 2025-01-01, 31 or more.") var days = 365
    @Option(help: "Where the books are made, unless they are there.") var folder: String

    func validate() throws {
        guard devices > 0, days >= 31 else { throw ValidationError("--devices: 1 or more; --days: 31 or more") }
    }

    private struct Outcome: Encodable {
        var devices: Int
        var days: Int
        var fileBytes = 0
        var fillSeconds = 0.0
        var reports: [String: Reported] = [:]
    }

    private struct Reported: Encodable {
        var seconds: Double
        var htmlSeconds: Double
        var htmlBytes: Int
        var peakBytes: Int
        var outputRate: String
    }

    func run() throws {
        let zone = TimeZone(identifier: "Asia/Shanghai") ?? .gmt
        guard let first = CivilDate("2025-01-01") else { return }
        let begin = Int(first.start(in: zone))
        var year = BooksYear(devices: devices, days: days, begin: begin)
        var outcome = Outcome(devices: devices, days: days)
        let path = folder + "/" + Books.fileName
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        if !FileManager.default.fileExists(atPath: path) {
            outcome.fillSeconds =
                try ContinuousClock().measure { _ = try year.fill(try Books(path: path)) }
                / .seconds(1)
        }
        outcome.fileBytes = size(path) + size(path + "-wal")
        let books = try Books(path: path, create: false)
        let end = begin + days * 86_400
        func date(_ day: Int) -> CivilDate { CivilDate(Double(begin + day * 86_400), in: zone) }
        for (name, days) in ["first month": 0..<31, "last month": days - 31..<days, "all": 0..<days] {
            let period = Period(from: date(days.lowerBound), through: date(days.upperBound - 1), zone: zone)
            outcome.reports[name] = try report(year.registry, books, period, now: end)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        print(String(decoding: try encoder.encode(outcome), as: UTF8.self))
    }

    private func report(_ registry: Registry, _ books: Books, _ period: Period, now: Int) throws -> Reported {
        // The peak is counted anew from here (proc(5)).
        try? "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8)
        let began = ContinuousClock.now
        let report = try Report(
            site: "bench", registry: registry, books: books, period: period, grouping: .community, now: now)
        let made = ContinuousClock.now
        let html = report.rendered(as: .html, .chinese)
        return Reported(
            seconds: (made - began) / .seconds(1), htmlSeconds: (ContinuousClock.now - made) / .seconds(1),
            htmlBytes: html.utf8.count, peakBytes: peak, outputRate: report.total.figures.outputRate.description)
    }

    private var peak: Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
        return (line.split(separator: " ").compactMap { Int($0) }.first ?? 0) * 1024
    }

    private func size(_ path: String) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.size] as? NSNumber)?.intValue ?? 0
    }
}
