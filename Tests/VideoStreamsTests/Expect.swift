import Testing

/// Like `#expect(actual == wanted)`, for an `actual` whose computation changes something, which the macro does not allow.
func expect<Value: Equatable>(_ actual: Value, _ wanted: Value, at location: SourceLocation = #_sourceLocation) {
    #expect(actual == wanted, sourceLocation: location)
}
