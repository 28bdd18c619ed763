/// The number of a device after GB/T 28181: 20 digits = centre 8 + trade 2 + type 3 + network 1 + serial 6.
public struct DeviceCode: Hashable, Sendable, CustomStringConvertible {
    /// The 20 digits.
    public let description: String

    /// What is wrong with a text that should be a code.
    public enum Flaw: Error, Hashable, Sendable {
        /// Something other than the digits 0…9.
        case noDigits
        /// So many digits, not 20.
        case length(Int)
        /// The first two digits name no province of GB/T 2260.
        case province(String)
        /// The type is none of a camera, recorder or alarm input.
        case type(String)
    }

    /// Checks `text` field by field.
    public init(_ text: String) throws(Flaw) {
        guard text.allSatisfy({ $0.isASCII && $0.isNumber }) else { throw .noDigits }
        guard text.count == 20 else { throw .length(text.count) }
        let province = String(text.prefix(2))
        guard Self.provinces.contains(province) else { throw .province(province) }
        let type = String(text.dropFirst(10).prefix(3))
        guard Self.types.keys.contains(type) else { throw .type(type) }
        description = text
    }

    /// Centre code, 8 digits; its first six are the administrative division.
    public var centre: Substring { description.prefix(8) }
    /// Trade, 2 digits.
    public var trade: Substring { description.dropFirst(8).prefix(2) }
    /// Type, 3 digits.
    public var type: Substring { description.dropFirst(10).prefix(3) }
    /// Network, 1 digit.
    public var network: Substring { description.dropFirst(13).prefix(1) }
    /// Serial number, 6 digits.
    public var serial: Substring { description.suffix(6) }

    /// The types of GB/T 28181, annex D, that a site registers.
    public static let types: [String: String] = [
        "111": "DVR", "112": "video server", "113": "encoder", "114": "decoder", "118": "NVR", "121": "HVR",
        "131": "camera", "132": "network camera", "133": "display", "134": "alarm input", "135": "alarm output",
        "136": "audio input", "137": "audio output",
    ]

    /// The first two digits of the divisions of GB/T 2260.
    private static let provinces: Set<String> = [
        "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43",
        "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82",
    ]
}
