import Foundation
import TestSupport
import Testing

@testable import Ledger

@Suite struct ReportJSONTests {
    private static func schema() throws -> SchemaChecker {
        let url = URL(fileURLWithPath: Program.checkout + "/docs/report.schema.json")
        return try SchemaChecker(try Data(contentsOf: url))
    }

    private func object(_ json: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    }

    @Test(arguments: Grouping.allCases, ReportLanguage.allCases)
    func `every report obeys the schema`(grouping: Grouping, language: ReportLanguage) throws {
        let json = try ReportFixture().report(by: grouping).rendered(as: .json, language)
        #expect(try Self.schema().violations(Array(json.utf8)) == [])
    }

    @Test func `the schema notices what does not obey it`() throws {
        let json = try ReportFixture().report().rendered(as: .json, .english)
        for (good, bad) in [
            ("\"version\" : 1", "\"version\" : 2"), ("\"by\" : \"community\"", "\"by\" : \"colour\""),
            ("\"numerator\" : 216", "\"numerator\" : \"216\""), ("\"gapCount\" : 2", "\"gapCount\" : 2.5"),
            ("\"made\" :", "\"maid\" :"),
        ] {
            #expect(json.contains(good), "\(good)")
            let broken = json.replacing(good, with: bad, maxReplacements: 1)
            #expect(try !Self.schema().violations(Array(broken.utf8)).isEmpty, "\(bad)")
        }
    }

    @Test func `counts are whole numbers, and where too little is known there is no percentage`() throws {
        let report = try object(try ReportFixture().report().rendered(as: .json, .english))
        let total = try #require((report["total"] as? [String: Any])?["figures"] as? [String: Any])
        let rate = try #require(total["outputRate"] as? [String: Any])
        #expect(rate["numerator"] as? Int == 216)
        #expect(rate["denominator"] as? Int == 240)
        #expect(rate["basisPoints"] as? Int == 9000)
        let groups = try #require(report["groups"] as? [[String: Any]])
        #expect(groups.map { $0["id"] as? String } == ["东花园", "西花园", nil])
        let west = try #require((groups[1]["figures"] as? [String: Any])?["outputRate"] as? [String: Any])
        #expect(west["state"] as? String == "insufficient-data")
        #expect(west["basisPoints"] == nil)
        #expect(report["judgedUntil"] as? String == "2025-05-03T00:00:00+08:00")
        #expect((report["gaps"] as? [[String: Any]])?.map { $0["cause"] as? String } == ["<b>odd</b>", "noRoute"])
    }

    @Test func `exemptions that count are listed, and a report that lists none obeys the schema as well`() throws {
        let json = try ReportFixture().report().rendered(as: .json, .english)
        var report = try object(json)
        let exemptions = try #require(report["exemptions"] as? [[String: Any]])
        #expect(exemptions.map { $0["devices"] as? [String] } == [["shed"]])
        #expect(exemptions[0]["from"] as? String == "2025-05-01T00:00:00+08:00")
        #expect(exemptions[0]["to"] as? String == "2025-05-02T00:00:00+08:00")
        #expect(exemptions[0]["reason"] as? String == "施工" && exemptions[0]["nvr"] == nil)
        report["exemptions"] = nil
        #expect(try Self.schema().violations(Array(JSONSerialization.data(withJSONObject: report))) == [])
    }

    @Test func `the same report is the same text`() throws {
        let fixture = try ReportFixture()
        let texts = try (0..<3).map { _ in try fixture.report().rendered(as: .json, .chinese) }
        #expect(Set(texts).count == 1)
    }
}
