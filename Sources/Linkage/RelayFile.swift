import Foundation

/// A relay behind a file: `1` holds the door, `0` lets it go, as the value of a GPIO line or the input of a driver.
public struct RelayFile: Sendable {
    /// Where it is.
    public let path: String

    /// The relay at `path`.
    public init(path: String) { self.path = path }

    /// Writes the state; false when it cannot be written.
    public func write(isHeld: Bool) -> Bool {
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NONBLOCK, 0o644)
        guard file >= 0 else { return false }
        defer { close(file) }
        let text: [UInt8] = [isHeld ? 0x31 : 0x30, 0x0A]
        return unsafe text.withUnsafeBytes { unsafe Foundation.write(file, $0.baseAddress, $0.count) } == text.count
    }

    /// Whether the file begins with `1`, or with `0`; nil when it does neither or cannot be read. For signals that come in, such as fire service.
    public var isOn: Bool? {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var byte: UInt8 = 0
        guard unsafe read(file, &byte, 1) == 1 else { return nil }
        return byte == 0x31 ? true : byte == 0x30 ? false : nil
    }
}
