import Foundation
import Ledger
import Testing
import VideoCore

@testable import SiteConfig

/// The small district that comes with the program; `samples/registry/README.md` says what there is to count.
@Suite struct RegistrySampleTests {
    private static let folder = Sample.path.replacing("site.yaml", with: "registry")
    private let site: SiteSettings

    init() throws { site = try SiteSettings.load(path: Self.folder + "/site.yaml") }

    private var registry: Registry { site.registry }

    private func devices(where condition: (Device) -> Bool) -> [String] {
        registry.devices.filter(condition).map(\.id)
    }

    @Test("It is valid; warned of is what its README says is not watched")
    func isValid() {
        #expect(
            site.warnings.map { $0.key.split(separator: "[")[0] } == ["lifts", "lifts", "lifts", "keyPositions"],
            "\(site.warnings)")
    }

    @Test("The devices are counted as its README counts them")
    func devices() throws {
        #expect(registry.devices.count == 24)
        #expect(Set(registry.devices.map(\.id)).count == 24)
        #expect(devices { $0.recorder == "nvr-1" }.count == 12)
        #expect(devices { $0.recorder == "nvr-2" }.count == 12)
        #expect(devices { $0.community == "东花园社区" }.count == 12)
        #expect(devices { $0.community == "南花园社区" }.count == 7)
        #expect(devices { $0.community == "湖畔社区" }.count == 5)
        #expect(registry.devices.allSatisfy { $0.district == "东湖区" && $0.street == "花园路街道" })
        #expect(devices { $0.longitude == nil || $0.latitude == nil } == ["lobby-east-2"])
        #expect(devices { $0.code == nil } == ["square-south"])
        #expect(devices { $0.name == nil || $0.districtCode == nil } == [])
        let day = try #require(CivilDate("2025-07-01"))
        #expect(devices { !$0.isInService(on: day) } == ["kiosk-lake"])
        #expect(registry.devices.first { $0.id == "square-south" }?.name == "\"花园\"广场, 北侧")
    }

    @Test("A camera and its line in the list are one device")
    func merged() throws {
        let device = try #require(registry.devices.first { $0.id == "facade-east-1" })
        #expect(device.code?.description == "37010200001320000001")
        #expect(device.name == "东花园1号楼南立面" && device.building == "east-1" && device.type == "枪机")
        #expect(device.recorder == "nvr-1" && device.channel == 1)
        #expect(device.longitude == 117.051 && device.latitude == 36.6605)
        #expect(device.from == CivilDate("2024-01-01") && device.to == nil)
        #expect(device.watches == [.thrownObject])
    }

    @Test("Key positions are covered as its README says")
    func keyPositions() {
        #expect(registry.keyPositions.count == 10)
        #expect(Set(registry.keyPositions.map(\.kind)) == Set(KeyPosition.Kind.allCases))
        let covered = Set(registry.devices.compactMap(\.keyPosition))
        #expect(registry.keyPositions.map(\.id).filter { !covered.contains($0) } == ["fire-lane-lake"])
        #expect(devices { $0.keyPosition != nil }.count == 10)
    }

    @Test("The openings in view are those that can be counted by hand")
    func openings() throws {
        func openings(_ building: Building) -> (all: Int, seen: Double) {
            let floors = building.facades.flatMap { facade in
                facade.openings.filter { $0.key >= 3 }.map { floor, count in
                    (count, (facade.views.compactMap { $0.seen[floor] }.max() ?? 0) * Double(count))
                }
            }
            return (floors.map(\.0).reduce(0, +), floors.map(\.1).reduce(0, +))
        }
        let expected = [
            "east-1": (72, 72), "east-2": (88, 72), "east-3": (16, 0), "south-1": (68, 68), "south-2": (36, 0),
            "lake-1": (20, 0),
        ]
        for building in registry.buildings {
            let found = openings(building)
            let wanted = try #require(expected[building.id])
            #expect(found.all == wanted.0, "\(building.id)")
            #expect(abs(found.seen - Double(wanted.1)) < 0.01, "\(building.id): \(found.seen)")
        }
        let views = registry.buildings.flatMap { $0.facades.flatMap(\.views) }
        #expect(views.filter(\.isCalibrated).map(\.device) == ["facade-east-1", "facade-east-2", "facade-south-1"])
        #expect(registry.buildings.count { $0.floors >= 7 } == 5)
    }

    @Test("Lifts, compounds and the exemption are there")
    func rest() throws {
        let watching = Set(devices { $0.watches.contains(.ebike) })
        #expect(registry.lifts.count == 6)
        #expect(registry.lifts.count { $0.device.map(watching.contains) == true } == 3)
        #expect(registry.compounds.count == 3)
        #expect(registry.recorders.map(\.id) == ["nvr-1", "nvr-2"])
        let exemption = try #require(registry.exemptions.first)
        #expect(exemption.devices == ["gate-lake", "parking-lake"] && exemption.flaw == nil)
        // 2025-03-01 08:00 in Shanghai is midnight UTC.
        #expect(exemption.start == 1_740_787_200 && exemption.end - exemption.start == 48 * 3600)
        #expect(exemption.entered - exemption.start == 3600)
    }

    @Test("Every device can be polled; the cameras are those under analysis")
    func channels() throws {
        #expect(site.channels.map(\.device) == registry.devices.map(\.id))
        #expect(site.channels.filter(\.isAnalysed).map(\.device) == site.cameras.map(\.id.name))
        let urls = Dictionary(uniqueKeysWithValues: site.channels.map { ($0.device, $0.source.url.revealed) })
        #expect(urls["facade-east-1"] == "rtsp://127.0.0.1:10554/Streaming/Channels/101")
        #expect(urls["lobby-east-2"] == "rtsp://127.0.0.1:10554/Streaming/Channels/1202")
        #expect(urls["kiosk-lake"] == "rtsp://127.0.0.1:10555/cam/realmonitor?channel=12&subtype=1")
        #expect(site.nvrs.map(\.maxSessions) == [1, 2])
    }

    @Test("The list in GB18030 with keys and semicolons says the same as that in UTF-8 with Chinese titles")
    func encodings() throws {
        let directory = try TemporaryDirectory()
        let text = try String(contentsOfFile: Self.folder + "/site.yaml", encoding: .utf8)
        let list = try Data(contentsOf: URL(fileURLWithPath: Self.folder + "/devices-gb18030.csv"))
        #expect(String(validating: list, as: UTF8.self) == nil, "it must not be UTF-8")
        try directory.write(list, to: "devices.csv")
        let other = try SiteSettings.load(path: directory.write(text, to: "site.yaml"))
        #expect(other.registry == registry)
        #expect(other.channels == site.channels)
    }

    @Test("`check` sums it up, and says nothing of a ledger where none is used")
    func summary() throws {
        let check = try ConfigurationCheck(path: Self.folder + "/site.yaml")
        #expect(
            check.registry
                == "registry: 24 devices, 24 can be polled (6 under analysis), 3 compounds, 6 buildings, 6 lifts, "
                + "10 key positions, 1 exemption")
        let directory = try TemporaryDirectory()
        let plain = "site: a\ncameras: [{camera: c, url: rtsp://127.0.0.1/1}]\n"
        #expect(try ConfigurationCheck(path: directory.write(plain, to: "plain.yaml")).registry == nil)
    }
}
