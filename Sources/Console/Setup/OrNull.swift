/// Something optional that is written as `null` where it is missing, as the page is promised.
@propertyWrapper
public struct OrNull<Value: Encodable & Hashable & Sendable>: Encodable, Hashable, Sendable {
    /// The value itself.
    public var wrappedValue: Value?

    /// Holds `wrappedValue`.
    public init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

    /// The value, or `null`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
    }
}
