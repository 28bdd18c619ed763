import Ledger
import Testing

struct RegistryTests {
    @Test(
        arguments: [
            ("37010200001320000001", nil), ("3701020000132000000", DeviceCode.Flaw.length(19)),
            ("370102000013200000012", .length(21)), ("3701020000132000000a", .noDigits),
            ("99010200001320000001", .province("99")),
            ("37010200009990000001", .type("999")), ("", .length(0)), ("３7010200001320000001", .noDigits),
        ] as [(String, DeviceCode.Flaw?)])
    func `a device code is checked field by field`(text: String, flaw: DeviceCode.Flaw?) {
        do {
            let code = try DeviceCode(text)
            #expect(flaw == nil)
            #expect(code.centre + code.trade + code.type + code.network + code.serial == text)
        } catch {
            #expect(error == flaw)
        }
    }

    @Test(arguments: [
        ("2024-02-29", true), ("2025-02-29", false), ("2000-02-29", true), ("2100-02-29", false), ("2025-04-31", false),
        ("2025-13-01", false), ("2025-1-1", false), ("25-01-01", false), ("2025-01-01 ", false), ("2025-12-31", true),
    ])
    func `a day is read only where it exists`(text: String, exists: Bool) {
        #expect(CivilDate(text)?.description == (exists ? text : nil))
    }

    @Test func `the day after follows the calendar`() {
        let table = [("2024-02-28", "2024-02-29"), ("2025-02-28", "2025-03-01"), ("2025-12-31", "2026-01-01")]
        for (day, next) in table { #expect(CivilDate(day)?.next == CivilDate(next)) }
    }

    @Test func `only entries with all five fields are complete`() throws {
        var device = Device(id: "a")
        device.code = try DeviceCode("37010200001320000001")
        (device.name, device.districtCode, device.longitude, device.latitude) = ("gate", "370102", 117, 36)
        var incomplete = [device, device, device, device, device]
        incomplete[0].code = nil
        incomplete[1].name = nil
        incomplete[2].districtCode = nil
        incomplete[3].longitude = nil
        incomplete[4].latitude = nil
        #expect(ledgerCompleteness([device] + incomplete) == Ratio(1, of: 6))
    }
}
