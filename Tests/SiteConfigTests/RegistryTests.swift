import Detectors
import Foundation
import Ledger
import Testing
import VideoCore
import VideoStreams

@testable import SiteConfig

@Suite struct RegistryTests {
    @Test("Without a word about the ledger every camera is a device, and none is warned about")
    func camerasAlone() throws {
        let site = try site(
            """
            site: a
            place: {district: D, community: C}
            nvrs: [{id: n, name: Guardroom}]
            cameras:
              - {camera: a, name: A, url: rtsp://127.0.0.1/1, nvr: n, channel: 2, place: {building: "3"}, detectors: {fire: }}
              - {camera: b, url: rtsp://127.0.0.1/2, deviceCode: "37010200001320000001", detectors: {thrown-object: , ebike: }}
              - {camera: c, url: rtsp://127.0.0.1/3, enabled: false}
            """)
        #expect(site.warnings == [] && !site.usesRegistry)
        #expect(site.registry.devices.map(\.id) == ["a", "b", "c"])
        let first = site.registry.devices[0]
        #expect(first.name == "A" && first.recorder == "n" && first.channel == 2)
        #expect(first.district == "D" && first.community == "C" && first.building == "3")
        #expect(site.registry.devices[1].code?.serial == "000001")
        #expect(site.registry.devices.map(\.watches) == [[.fire], [.thrownObject, .ebike], []])
        #expect(site.channels.map(\.device) == ["a", "b"], "one that is switched off is left alone")
        #expect(site.channels.allSatisfy { $0.isAnalysed })
        #expect(site.registry.recorders.map(\.name) == ["Guardroom"])
    }

    @Test("A camera without `detectors` is watched for what any place may have")
    func usualWatches() throws {
        let site = try site("site: a\ncameras: [{camera: a, url: rtsp://127.0.0.1/1}]\n")
        #expect(site.registry.devices[0].watches == [.thrownObject, .fire, .smoke])
    }

    private static let polled = """
        site: a
        nvrs:
          - {id: n, address: "127.0.0.1:554", vendor: hikvision, username: u, password: "p@:&/ %"}
          - {id: own, urlTemplate: "https://h/{channel2}/{stream}{stream0}{stream1}.flv"}
        cameras:
          - {camera: off, url: rtsp://127.0.0.1/9, enabled: false}
        devices:
          - {device: sub, nvr: n, channel: 4096}
          - {device: main, nvr: n, channel: 1, stream: main, transport: udp}
          - {device: login, nvr: n, channel: 2, username: v, password: w}
          - {device: own, nvr: own, channel: 7}
          - {device: there, url: "rtsp://127.0.0.1:554/x", nvr: n}
          - {device: elsewhere, url: "rtsp://127.0.0.2:554/x", nvr: n}
          - {device: off, name: Off}
        """

    @Test("A device is reached by its own URL or by its recorder's, and a login goes where it belongs")
    func channels() throws {
        let channels = try site(Self.polled).channels
        let byDevice = Dictionary(uniqueKeysWithValues: channels.map { ($0.device, $0) })
        let expected: [(String, url: String, username: String?, password: String?)] = [
            ("sub", "rtsp://127.0.0.1:554/Streaming/Channels/409602", "u", "p@:&/ %"),
            ("main", "rtsp://127.0.0.1:554/Streaming/Channels/101", "u", "p@:&/ %"),
            ("login", "rtsp://127.0.0.1:554/Streaming/Channels/202", "v", "w"),
            ("own", "https://h/07/sub12.flv", nil, nil),
            ("there", "rtsp://127.0.0.1:554/x", "u", "p@:&/ %"),
            ("elsewhere", "rtsp://127.0.0.2:554/x", nil, nil),
            ("off", "rtsp://127.0.0.1/9", nil, nil),
        ]
        #expect(channels.count == expected.count)
        for (device, url, username, password) in expected {
            let source = try #require(byDevice[device]).source
            #expect(source.url.revealed == url, "\(device)")
            #expect(source.username == username && source.password?.revealed == password, "\(device)")
            #expect(!"\(source)".contains("p@:"), "no password in any text")
        }
        #expect(channels.allSatisfy { !$0.isAnalysed })
        #expect(byDevice["main"]?.source.transport == .udp && byDevice["sub"]?.source.transport == .tcp)
        #expect(byDevice["sub"]?.recorder == "n" && byDevice["off"]?.recorder == nil)
        for channel in channels {
            _ = try StreamAddress(
                channel.source.url.revealed, username: channel.source.username,
                password: channel.source.password?.revealed)
        }
    }

    @Test(
        "Recorders of each maker name their channels as they do",
        arguments: [
            (ChannelTemplate.Vendor.hikvision, 1, ChannelTemplate.Stream.main, "rtsp://h/Streaming/Channels/101"),
            (.hikvision, 32, .sub, "rtsp://h/Streaming/Channels/3202"),
            (.dahua, 3, .main, "rtsp://h/cam/realmonitor?channel=3&subtype=0"),
            (.dahua, 16, .sub, "rtsp://h/cam/realmonitor?channel=16&subtype=1"),
            (.uniview, 1, .main, "rtsp://h/unicast/c1/s0/live"), (.uniview, 64, .sub, "rtsp://h/unicast/c64/s1/live"),
        ])
    func vendors(_ vendor: ChannelTemplate.Vendor, channel: Int, stream: ChannelTemplate.Stream, url: String) {
        #expect(ChannelTemplate(vendor).url(address: "h", channel: channel, stream: stream) == url)
    }

    @Test(
        "Each placeholder stands for its part, and what is none stays as it is written",
        arguments: [
            ("{address}/{channel}/{channel2}/{stream}/{stream0}/{stream1}", "{channel}/7/07/sub/1/2"),
            ("é{channel}é", "é7é"), ("{other}/{channel", "{other}/{channel"), ("", ""), ("a}b{", "a}b{"),
        ])
    func placeholders(_ template: String, url: String) {
        #expect(ChannelTemplate(template).url(address: "{channel}", channel: 7, stream: .sub) == url)
    }

    @Test("A camera that is switched off and listed is polled with its password file")
    func listedButOff() throws {
        let directory = try TemporaryDirectory()
        try directory.write("p", to: "secret")
        let camera =
            "cameras: [{camera: c, enabled: false, url: rtsp://127.0.0.1/1, username: u, passwordFile: secret}]\n"
        func load(_ more: String) throws -> SiteSettings {
            try SiteSettings.load(path: directory.write("site: a\n" + camera + more, to: "site.yaml"))
        }
        #expect(try load("").channels == [])
        let channels = try load("devices: [{device: c}]\n").channels
        #expect(channels.map(\.source.password) == [Secret("p")])
        #expect(channels.map(\.isAnalysed) == [false])
    }

    @Test("A recorder's password in the file is warned about when others can read the file")
    func readableByOthers() throws {
        let directory = try TemporaryDirectory()
        let text = "site: a\ncameras: []\nnvrs: [{id: n, username: u, password: p}]\n"
        let site = try SiteSettings.load(path: directory.write(text, to: "site.yaml", mode: 0o644))
        #expect(site.warnings.contains { $0.problem.contains("holds a password") })
    }

    @Test("A building is found by its id and by a name that only one has")
    func buildingNames() throws {
        let site = try site(
            """
            site: a
            cameras:
              - {camera: a, url: rtsp://127.0.0.1/1, place: {building: 3号楼}}
              - {camera: b, url: rtsp://127.0.0.1/2, place: {building: 4号楼}}
            devices: [{device: d, url: rtsp://127.0.0.1/3, building: b3}]
            buildings: [{building: b3, name: 3号楼, floors: 9}, {building: b4, name: 4号楼, floors: 2}, {building: c4, name: 4号楼, floors: 2}]
            """)
        #expect(site.registry.devices.map(\.building) == ["b3", "4号楼", "b3"])
    }

    @Test("Openings are one number for every storey, or numbers by storey")
    func openings() throws {
        let site = try site(
            """
            site: a
            cameras: []
            buildings: [{building: b, floors: 4, facades: [{facade: s, openings: 2}, {facade: n, openings: {2-3: 5, 4: 0}}, {facade: w}]}]
            """)
        let facades = site.registry.buildings[0].facades
        #expect(facades.map(\.openings) == [[1: 2, 2: 2, 3: 2, 4: 2], [2: 5, 3: 5, 4: 0], [:]])
    }

    @Test("An exemption of a recorder is one of its devices, in the site's time zone")
    func exemptions() throws {
        let site = try site(
            """
            site: a
            timeZone: UTC
            nvrs: [{id: n}]
            cameras: [{camera: a, url: rtsp://127.0.0.1/1, nvr: n}, {camera: b, url: rtsp://127.0.0.1/2}]
            exemptions: [{nvr: n, reason: r, approver: p, from: "1970-01-02 00:01", to: "1970-01-02 00:02", entered: "1970-01-02 00:00"}]
            """)
        var exemption = Exemption(
            devices: ["a"], reason: "r", approver: "p", start: 86_460, end: 86_520, entered: 86_400)
        exemption.recorder = "n"
        #expect(site.registry.exemptions == [exemption])
    }
}
