import Testing

@testable import SiteConfig

@Suite struct SelfTestReadingTests {
    private static let table: [(text: String, minute: Int?)] = [
        ("{}", 180), ("{selfTest: {}}", 180), ("{selfTest: {at: \"14:30\"}}", 870),
        ("{selfTest: {enabled: true}}", 180),
        ("{selfTest: {enabled: false}}", nil), ("{selfTest: {enabled: false, at: \"14:30\"}}", nil),
    ]

    @Test("The self-test begins at three unless it is told otherwise", arguments: table.indices)
    func minute(_ row: Int) throws {
        let (text, minute) = Self.table[row]
        let site = try site(siteWithCamera("detectors: {thrown-object: \(text)}"))
        #expect(site.cameras.first?.detectors?.selfTestMinute == minute)
    }
}
