import Ledger
import Testing

@testable import SiteConfig

@Suite struct RegistryWarningTests {
    private static let base = """
        site: a
        nvrs: [{id: bare}, {id: n, address: 127.0.0.1, vendor: dahua}]
        cameras: [{camera: c, url: rtsp://127.0.0.1/1, nvr: n, channel: 1, detectors: {fire: }}]

        """

    /// Everything that the scoreboard needs.
    private static let plan = """
        compounds: [{compound: e}]
        buildings: [{building: b, floors: 7, compound: e, facades: [{facade: s, openings: 1}]}]
        lifts: [{lift: l, camera: c}]
        keyPositions: [{position: p, kind: road}]

        """

    private static let devices: [(String, problem: String, remedy: String)] = [
        ("{device: d}", "cannot be polled: it has neither", "`url`"),
        ("{device: d, nvr: n}", "cannot be polled: its channel at n", "`channel`"),
        ("{device: d, nvr: bare, channel: 1}", "cannot be polled: bare has no address", "`vendor`"),
        ("{device: d, nvr: n, channel: 1}", "d and c are both on channel 1 of n", "correct one"),
        (
            "{device: d, nvr: n, channel: 2, longitude: 36.6, latitude: 117.1}", "longitude and latitude are swapped",
            "73…135 degrees east"
        ),
        ("{device: d, nvr: n, channel: 2, longitude: 17.1, latitude: 36.6}", "outside China", "18…54 north"),
    ]

    @Test("What is valid but doubtful in a device is warned about once, at its line", arguments: devices.indices)
    func deviceDoubts(_ index: Int) throws {
        let (text, problem, remedy) = Self.devices[index]
        let site = try site(Self.base + Self.plan + "devices:\n  - \(text)\n  - {device: c, keyPosition: p}\n")
        #expect(site.warnings.count == 1, "\(site.warnings)")
        let warning = try #require(site.warnings.first)
        #expect(warning.problem.contains(problem) && warning.remedy.contains(remedy), "\(warning)")
        #expect(warning.line == 9)
    }

    @Test("Swapped coordinates are left out of the ledger")
    func swapped() throws {
        let site = try site(Self.base + "devices: [{device: c, longitude: 36.6, latitude: 117.1}]\n")
        #expect(site.registry.devices[0].longitude == nil && site.registry.devices[0].latitude == nil)
    }

    private static let exemptions: [(from: String, to: String, entered: String, problem: String?)] = [
        ("2025-03-01 08:00", "2025-03-08 08:00", "2025-03-02 08:00", nil),
        ("2025-03-01 08:00", "2025-03-08 08:01", "2025-03-01 08:00", "more than 7 days"),
        ("2025-03-01 08:00", "2025-03-02 08:00", "2025-03-02 08:01", "more than 24 h after"),
        ("2025-03-01 08:00", "2025-03-01 08:00", "2025-03-01 08:00", "ends before it begins"),
    ]

    @Test("An exemption that breaks a rule is kept and warned about: it does not count", arguments: exemptions.indices)
    func flawedExemptions(_ index: Int) throws {
        let (from, to, entered, problem) = Self.exemptions[index]
        let site = try site(
            Self.base + Self.plan + "devices: [{device: c, keyPosition: p}]\nexemptions: [{devices: [c], reason: r, "
                + "approver: a, from: \"\(from)\", to: \"\(to)\", entered: \"\(entered)\"}]\n")
        #expect(site.registry.exemptions.count == 1)
        #expect(site.warnings.count == (problem == nil ? 0 : 1), "\(site.warnings)")
        #expect(
            site.warnings.allSatisfy { $0.problem.contains(problem ?? "-") && $0.problem.contains("does not count") })
    }

    private static let gaps: [(String, keys: [String])] = [
        ("", []),
        ("devices: [{device: c}]\n", ["buildings", "compounds", "keyPositions", "lifts"]),
        (plan, ["keyPositions"]),
        (plan + "devices: [{device: c, keyPosition: p}]\n", []),
        (
            plan.replacing("compound: e, ", with: "").replacing(", openings: 1", with: "")
                + "devices: [{device: c, keyPosition: p}]\n", ["buildings", "compounds"]
        ),
    ]

    @Test(
        "What keeps a figure of the scoreboard from being computed is warned about, where the ledger is used",
        arguments: gaps.indices)
    func scoreboardGaps(_ index: Int) throws {
        let (text, keys) = Self.gaps[index]
        #expect(try site(Self.base + text).warnings.map(\.key) == keys)
    }

    /// What follows ``base`` and stands on line 4, and what is warned of there.
    private static let unwatched: [(String, key: String, problem: String, remedy: String)] = [
        (
            "buildings: [\(tall), {building: d, floors: 7}]", "buildings[1].building", "7 floors and no facade",
            "`facades`"
        ),
        ("buildings: [\(tall), {building: d, floors: 6}]", "", "", ""),
        (
            "buildings: [\(tall), {building: d, floors: 7, facades: [{facade: n}]}]", "buildings[1].facades[0].facade",
            "no openings", "`openings` per storey"
        ),
        ("buildings: [\(tall), {building: d, floors: 7, facades: [{facade: n, openings: 0}]}]", "", "", ""),
        ("lifts: [{lift: l, camera: c}, {lift: m}]", "lifts[1].lift", "no camera", "`camera`"),
        (
            "keyPositions: [{position: p, kind: road}, {position: q, kind: road}]", "keyPositions[1].position",
            "no device watches", "`keyPosition: q`"
        ),
    ]
    private static let tall = "{building: b, floors: 7, compound: e, facades: [{facade: s, openings: 1}]}"

    @Test("What of the plan cannot count as watched is warned of by name and line", arguments: unwatched.indices)
    func planGaps(_ index: Int) throws {
        let (text, key, problem, remedy) = Self.unwatched[index]
        let kind = text.prefix { $0 != ":" }
        let rest = Self.plan.split(separator: "\n").filter { !$0.hasPrefix(kind) }.joined(separator: "\n")
        let site = try site(Self.base + text + "\n" + rest + "\ndevices: [{device: c, keyPosition: p}]\n")
        #expect(site.warnings.map(\.key) == (key.isEmpty ? [] : [key]), "\(site.warnings)")
        for warning in site.warnings {
            #expect(warning.line == 4 && warning.problem.contains(problem), "\(warning)")
            #expect(warning.remedy.contains(remedy), "\(warning)")
        }
    }

    @Test("A code of a camera that no standard knows is warned about, not refused: such files were valid before")
    func lenientCodes() throws {
        let site = try site(siteWithCamera("deviceCode: \"99010200001320000001\"\ndetectors: {fire: }"))
        #expect(site.warnings.map(\.key) == ["cameras[0].deviceCode"])
        #expect(site.cameras[0].deviceCode == "99010200001320000001" && site.registry.devices[0].code == nil)
    }
}
