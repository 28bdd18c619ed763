import Foundation
import Testing

@testable import Telemetry

/// The catalogue of metrics, its document, and what is made of it in `samples/`.
@Suite struct CatalogTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    @Test func `Every metric that is declared stands in the catalogue once`() throws {
        let folder = Self.root.appending(path: "Sources/Telemetry")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix("Metric+") }
        let declared = try files.flatMap { file in
            try Self.text("Sources/Telemetry/\(file)").matches(of: /= Metric\(\s*"([a-z_]+)"/).map { String($0.1) }
        }
        #expect(declared.count >= 40 && declared.sorted() == MetricCatalog.all.map(\.name).sorted())
        #expect(Set(declared).count == declared.count)
    }

    @Test func `Nothing but the catalogue declares metrics`() throws {
        let sources = Self.root.appending(path: "Sources")
        let files = FileManager.default.enumerator(atPath: sources.path)?.compactMap { $0 as? String } ?? []
        #expect(files.count > 100)
        for file in files where file.hasSuffix(".swift") && !file.hasPrefix("Telemetry/Metric") {
            let text = try Self.text("Sources/\(file)")
            #expect(!text.contains(/[^A-Za-z]Metric\(/), "\(file) makes one of its own")
            #expect(!text.contains(/"tocsin_[a-z]/), "\(file) names one in a text")
        }
    }

    @Test("Names follow the conventions of Prometheus", arguments: MetricCatalog.all)
    func names(_ metric: Metric) {
        #expect(metric.name.wholeMatch(of: /(tocsin|process)(_[a-z]+)+/) != nil)
        #expect(metric.name.hasSuffix("_total") == (metric.kind == .counter))
        let stem = metric.name.hasSuffix("_total") ? String(metric.name.dropLast(6)) : metric.name
        for unit in Metric.Unit.allCases where unit != .count {
            #expect(stem.hasSuffix("_" + unit.rawValue) == (metric.unit == unit), "\(unit)")
        }
        #expect(metric.labels.allSatisfy { $0.wholeMatch(of: /[a-z]+/) != nil && $0 != "le" })
        #expect(metric.buckets.isEmpty == (metric.kind != .histogram))
        #expect(zip(metric.buckets, metric.buckets.dropFirst()).allSatisfy { $0 < $1 })
        #expect(metric.help.hasSuffix(".") && metric.help.first?.isLowercase == false, "a sentence")
    }

    @Test func `The document says of every metric what the catalogue says, in its order`() throws {
        let document = try Self.text("docs/metrics.md")
        var rows: [[String]] = []
        for group in MetricCatalog.groups {
            #expect(document.contains("\n## \(group.title)\n"))
            rows += group.metrics.map { metric in
                let labels = metric.labels.map { "`\($0)`" }.joined(separator: ", ")
                let unit = metric.unit == .count ? "–" : metric.unit.rawValue
                return ["`\(metric.name)`", metric.kind.rawValue, unit, labels.isEmpty ? "–" : labels, metric.help]
            }
        }
        let documented = document.split(separator: "\n").filter {
            $0.hasPrefix("| `tocsin_") || $0.hasPrefix("| `process_")
        }.map { line in
            line.split(separator: " | ").map { $0.trimmingCharacters(in: CharacterSet(charactersIn: "| ")) }
        }
        #expect(documented.count == rows.count)
        for (documented, row) in zip(documented, rows) { #expect(documented == row) }
    }

    @Test func `The document names every rate and every poll result`() throws {
        let document = try Self.text("docs/metrics.md")
        for name in RateMeters.rates + PollMeters.results { #expect(document.contains("`\(name)`"), "\(name)") }
    }

    /// Names of metrics in `text` that the catalogue does not have, histograms with their suffixes.
    private func unknown(in text: String) -> [String] {
        var known = Set(MetricCatalog.all.map(\.name))
        for metric in MetricCatalog.all where metric.kind == .histogram {
            known.formUnion(["_bucket", "_sum", "_count"].map { metric.name + $0 })
            known.remove(metric.name)
        }
        return text.matches(of: /\b(?:tocsin|process)_[a-z_]+/).map { String($0.0) }.filter { !known.contains($0) }
    }

    @Test func `The dashboard is made of catalogued names, and shows what it is for`() throws {
        let data = try Data(contentsOf: Self.root.appending(path: "samples/grafana/tocsin.json"))
        let board = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let panels = try #require(board["panels"] as? [[String: Any]])
        var used = ""
        for panel in panels where panel["type"] as? String != "row" {
            let targets = panel["targets"] as? [[String: Any]] ?? []
            let expressions = targets.compactMap { $0["expr"] as? String }
            #expect(!expressions.isEmpty && panel["title"] != nil, "\(panel["title"] ?? "a panel")")
            for expression in expressions {
                #expect(unknown(in: expression).isEmpty, "\(expression)")
                #expect(expression.contains(/(tocsin|process)_/), "\(expression)")
            }
            used += expressions.joined(separator: "\n")
        }
        let wanted: [Metric] = [
            .cameraUp, .rateRatio, .pollResults, .queueDepth, .queueOldestAge, .deliveryLag, .alarmsCommitted,
            .cameraFrames, .cameraFramesDropped, .processCPU, .processMemory, .alarmLatency, .deviceUp, .indicatorMet,
        ]
        for metric in wanted { #expect(used.contains(metric.name), "\(metric.name)") }
    }

    @Test func `The rules for alerts are made of catalogued names`() throws {
        let text = try Self.text("samples/prometheus/alerts.yml")
        let expressions = text.split(separator: "\n").filter { $0.contains("expr:") }
        #expect(expressions.count >= 10 && expressions.count == text.ranges(of: "- alert:").count)
        #expect(expressions.allSatisfy { $0.contains(/(tocsin|process)_|\bup\b/) })
        #expect(unknown(in: text).isEmpty, "\(unknown(in: text))")
    }

    @Test func `A name that is not in the catalogue would be found`() {
        #expect(unknown(in: "rate(tocsin_alarms_total[5m]) > tocsin_alarms_waiting") == ["tocsin_alarms_total"])
        #expect(unknown(in: "tocsin_delivery_lag_seconds") == ["tocsin_delivery_lag_seconds"], "it has no such series")
    }
}
