import Testing

@testable import SiteConfig

@Suite struct BrokenRegistryTests {
    @Test(
        "A mistake in the ledger is named once, with its line, its key, what is wrong and what to write", arguments: all
    )
    func mistakeIsNamed(_ broken: BrokenSite) throws {
        let found = mistakes(in: broken.text)
        #expect(found.count == 1, "\(found)")
        let mistake = try #require(found.first)
        #expect(mistake.line == broken.line && mistake.column != nil && mistake.file == nil)
        #expect(mistake.key == broken.key)
        #expect(mistake.problem.contains(broken.problem), "\(mistake.problem)")
        #expect(mistake.remedy.contains(broken.remedy), "\(mistake.remedy)")
    }

    private static let base = """
        site: a
        nvrs: [{id: nvr-1, address: "127.0.0.1:554", vendor: dahua}]
        cameras: [{camera: cam, url: rtsp://127.0.0.1/1, nvr: nvr-1, channel: 3, deviceCode: "37010200001320000001"}]

        """

    /// `text` begins on line 4.
    private static func ledger(
        _ what: String, _ text: String, line: Int = 4, key: String, _ problem: String, _ remedy: String
    ) -> BrokenSite {
        BrokenSite(what, base + text + "\n", line: line, key: key, problem: problem, remedy: remedy)
    }

    private static func device(_ what: String, _ keys: String, key: String, _ problem: String, _ remedy: String)
        -> BrokenSite
    {
        ledger(
            what, "devices:\n  - {device: d, nvr: nvr-1, channel: 1, \(keys)}", line: 5, key: "devices[0].\(key)",
            problem, remedy)
    }

    private static func nvr(_ what: String, _ keys: String, key: String, _ problem: String, _ remedy: String)
        -> BrokenSite
    {
        BrokenSite(
            what, "site: a\ncameras: []\nnvrs: [{id: n, \(keys)}]\n", line: 3, key: "nvrs[0].\(key)", problem: problem,
            remedy: remedy)
    }

    static let all = recorders + devices + plan + exemptions

    private static let recorders = [
        nvr(
            "no way to name channels", "address: 127.0.0.1", key: "address", "how this recorder", "`vendor`: hikvision"),
        nvr("a vendor without address", "vendor: uniview", key: "vendor", "has no address", "add `address`"),
        nvr("a mistyped vendor", "address: h, vendor: hikvison", key: "vendor", "not known", "`hikvision`?"),
        nvr(
            "a URL as address", "address: \"rtsp://h/\", vendor: dahua", key: "address", "not the address",
            "without rtsp://"),
        nvr(
            "a login as address", "address: \"u:hunter2@h\", vendor: dahua", key: "address", "not the address",
            "password"),
        nvr("port zero", "address: \"h:0\", vendor: dahua", key: "address", "not the address", "HOST:PORT"),
        nvr(
            "vendor and template", "address: h, vendor: dahua, urlTemplate: \"rtsp://h/{channel}\"", key: "urlTemplate",
            "given twice", "keep either"),
        nvr("a template of one URL", "urlTemplate: rtsp://h/live", key: "urlTemplate", "the same URL", "{channel}"),
        nvr(
            "an unknown placeholder", "urlTemplate: \"rtsp://h/{chanel}/{channel}\"", key: "urlTemplate",
            "unknown placeholder", "{channel2}"),
        nvr(
            "a login in the template", "urlTemplate: \"rtsp://u:hunter2@h/{channel}\"", key: "urlTemplate", "login",
            "`passwordFile`"),
        nvr(
            "a template of a file", "urlTemplate: \"/video/{channel}\"", key: "urlTemplate", "URL of a stream",
            "rtsp://"),
        nvr(
            "an address that is not there", "urlTemplate: \"rtsp://{address}/{channel}\"", key: "urlTemplate",
            "stands for nothing", "add `address`"),
        nvr("no sessions", "maxSessions: 0", key: "maxSessions", "out of range", "1…64"),
        nvr("too many sessions", "maxSessions: 65", key: "maxSessions", "out of range", "1…64"),
        nvr(
            "a password alone", "address: h, vendor: dahua, password: hunter2", key: "password", "without a user name",
            "add `username`"),
        nvr(
            "a password file that is not there", "username: u, passwordFile: gone", key: "passwordFile",
            "there is no such file", "check the path"),
    ]

    private static let devices = [
        ledger(
            "a device without id", "devices:\n  - {name: d}", line: 5, key: "devices[0].device", "is missing", "an id"),
        ledger(
            "two devices of one id",
            "devices:\n  - {device: d, nvr: nvr-1, channel: 1}\n  - {device: d, nvr: nvr-1, channel: 2}", line: 6,
            key: "devices[1].device", "another device has “d” already on line 5", "its own"),
        device("an unknown key", "chanel: 2", key: "chanel", "unknown key", "`channel`?"),
        device("a short code", "code: \"370102\"", key: "code", "6 digits", "20 digits"),
        device("a code without quotes", "code: 37010200001320000009", key: "code", "loses digits", "in quotes"),
        device("a code of no province", "code: \"99010200001320000009\"", key: "code", "begins with 99", "370102"),
        device(
            "a code of no type", "code: \"37010200009990000009\"", key: "code", "digits 11…13 of the code are 999",
            "131 or 132"),
        device("a code rounded", "code: \"3.70102E+19\"", key: "code", "spreadsheet has rounded", "as text"),
        device("the code of a camera", "code: \"37010200001320000001\"", key: "code", "already on line 3", "its own"),
        device(
            "a division of 5 digits", "districtCode: \"37010\"", key: "districtCode", "administrative", "6, 9 or 12"),
        device("a longitude in words", "longitude: 东经117度", key: "longitude", "no number of degrees", "117.0512"),
        device("a decimal comma", "latitude: \"36,5\"", key: "latitude", "no number of degrees", "with a point"),
        device("beyond the pole", "latitude: 91", key: "latitude", "beyond 90", "18…54"),
        device("a day that is none", "from: 2025-02-29", key: "from", "no day of the calendar", "2025-03-01"),
        device("a day with slashes", "from: 2025/03/01", key: "from", "no day of the calendar", "2025-03-01"),
        device("days the wrong way round", "from: 2025-03-02, to: 2025-03-01", key: "to", "before the first", "swap"),
        device(
            "an unknown key position", "keyPosition: gate", key: "keyPosition", "no key position “gate”",
            "`keyPositions`"),
        device("an unknown stream", "stream: subb", key: "stream", "not known", "`sub`?"),
        device("an unknown transport", "transport: tpc", key: "transport", "not known", "`tcp`?"),
        ledger(
            "channel zero", "devices: [{device: d, nvr: nvr-1, channel: 0}]", key: "devices[0].channel", "no channel",
            "1…4096"),
        ledger(
            "a mistyped recorder", "devices: [{device: d, nvr: nrv-1, channel: 1}]", key: "devices[0].nvr",
            "no recorder “nrv-1”", "did you mean `nvr-1`?"),
        ledger(
            "a camera with another url", "devices: [{device: cam, url: rtsp://127.0.0.1/2}]", key: "devices[0].url",
            "cam is a camera", "delete it here"),
        ledger(
            "a camera with another login", "devices: [{device: cam, username: u, password: hunter2}]",
            key: "devices[0].device", "the login there is used", "delete user name"),
        ledger(
            "a camera with another channel", "devices: [{device: cam, channel: 4}]", key: "devices[0].channel",
            "has another one, “3”", "correct one"),
        ledger(
            "a camera with another code", "devices: [{device: cam, code: \"37010200001320000002\"}]",
            key: "devices[0].code", "has another one", "correct one"),
        ledger(
            "a list that is not there", "deviceFiles: [gone.csv]", key: "deviceFiles[0]", "there is no such file",
            "path"),
        ledger("one list without brackets", "deviceFiles: devices.csv", key: "deviceFiles", "should be a list", "`- `"),
    ]

    private static let plan = [
        ledger(
            "two compounds of one id", "compounds: [{compound: c}, {compound: c}]", key: "compounds[1].compound",
            "already", "its own"),
        ledger(
            "a building without floors", "buildings: [{building: b}]", key: "buildings[0].floors", "is missing",
            "storeys"),
        ledger(
            "a building of no floors", "buildings: [{building: b, floors: 0}]", key: "buildings[0].floors", "range",
            "1…200"),
        ledger(
            "a mistyped compound",
            "compounds: [{compound: east}]\nbuildings: [{building: b, floors: 1, compound: eats}]",
            line: 5, key: "buildings[0].compound", "no compound “eats”", "did you mean `east`?"),
        ledger(
            "two facades of one id", "buildings: [{building: b, floors: 1, facades: [{facade: s}, {facade: s}]}]",
            key: "buildings[0].facades[1].facade", "already", "its own"),
        ledger(
            "an unknown camera", "buildings: [{building: b, floors: 1, facades: [{facade: s, cameras: [cma]}]}]",
            key: "buildings[0].facades[0].cameras[0]", "no device “cma”", "did you mean `cam`?"),
        ledger(
            "a camera twice", "buildings: [{building: b, floors: 1, facades: [{facade: s, cameras: [cam, cam]}]}]",
            key: "buildings[0].facades[0].cameras[1]", "“cam” already", "its own"),
        ledger(
            "openings in a list", "buildings: [{building: b, floors: 3, facades: [{facade: s, openings: [1, 2]}]}]",
            key: "buildings[0].facades[0].openings", "not a list", "{3-18: 8, 19: 4}"),
        ledger(
            "openings above the roof",
            "buildings: [{building: b, floors: 3, facades: [{facade: s, openings: {2-4: 1}}]}]",
            key: "buildings[0].facades[0].openings.2-4", "storeys 1…3", "correct `floors`"),
        ledger(
            "storeys the wrong way round",
            "buildings: [{building: b, floors: 9, facades: [{facade: s, openings: {4-2: 1}}]}]",
            key: "buildings[0].facades[0].openings.4-2", "names no storeys", "{3-18: 8, 19: 4}"),
        ledger(
            "a storey twice", "buildings: [{building: b, floors: 9, facades: [{facade: s, openings: {1-3: 1, 2: 1}}]}]",
            key: "buildings[0].facades[0].openings.2", "storey 2 has openings already", "once"),
        ledger(
            "a lift nowhere", "lifts: [{lift: l, building: b}]", key: "lifts[0].building", "no building “b”", "add it"),
        ledger(
            "a lift without its camera", "lifts: [{lift: l, camera: x-1}]", key: "lifts[0].camera", "no device",
            "add it"),
        ledger(
            "an unknown kind", "keyPositions: [{position: p, kind: gate}]", key: "keyPositions[0].kind", "not known",
            "entrance, parking, road or fire-lane"),
        ledger("no kind", "keyPositions: [{position: p}]", key: "keyPositions[0].kind", "is missing", "fire-lane"),
    ]

    private static func exemption(_ what: String, _ keys: String, key: String, _ problem: String, _ remedy: String)
        -> BrokenSite
    {
        ledger(what, "exemptions:\n  - {\(keys)}", line: 5, key: "exemptions[0].\(key)", problem, remedy)
    }

    private static let rest = "reason: r, approver: a, to: \"2025-03-02 08:00\", entered: \"2025-03-01 08:00\""

    private static let exemptions = [
        exemption("no devices", "from: \"2025-03-01 08:00\", \(rest)", key: "devices", "is missing", "`nvr`"),
        exemption(
            "an empty list", "devices: [], from: \"2025-03-01 08:00\", \(rest)", key: "devices", "no device", "list"),
        exemption(
            "an unknown device", "devices: [cma], from: \"2025-03-01 08:00\", \(rest)", key: "devices[0]", "no device",
            "`cam`?"),
        exemption(
            "an unknown recorder", "nvr: n, from: \"2025-03-01 08:00\", \(rest)", key: "nvr", "no recorder", "`nvrs`"),
        exemption(
            "both", "nvr: nvr-1, devices: [cam], from: \"2025-03-01 08:00\", \(rest)", key: "nvr", "given twice",
            "either"),
        exemption("no time of day", "devices: [cam], from: 2025-03-01, \(rest)", key: "from", "no time", "08:00\""),
        exemption("hour 24", "devices: [cam], from: \"2025-03-01 24:00\", \(rest)", key: "from", "no time", "08:00\""),
        exemption("no begin", "devices: [cam], \(rest)", key: "from", "is missing", "08:00\""),
    ]
}
