import Testing
import Yams

@testable import SiteConfig

/// Readings of single values, through a key that asks for each kind.
@Suite struct ValueTests {
    private static func value(_ text: String) throws -> Value {
        let root = try #require(try Parser(yaml: "value: \(text)\n", resolver: .basic).singleRoot())
        let diagnosis = Diagnosis(directory: nowhere, secrets: Secrets(), repeatedKeys: RepeatedKeys())
        return try #require(Value(node: root, path: "root", diagnosis: diagnosis).child("value"))
    }

    private static let integers: [(String, Int?)] = [
        ("7", 7), ("+7", 7), ("-3", -3), ("0", 0), ("07", nil), ("7.0", nil), ("0x7", nil), ("7_0", nil), ("1e1", nil),
        ("99999999999999999999", nil), ("'7'", nil), ("", nil), ("~", nil), ("true", nil), ("[7]", nil), ("11", nil),
    ]

    @Test("Whole numbers are read as people write them, and nothing else is", arguments: integers.indices)
    func integer(_ index: Int) throws {
        let (text, number) = Self.integers[index]
        let value = try Self.value(text)
        #expect(value.integer(in: -5...10) == number)
        #expect(value.diagnosis.mistakes.count == (number == nil ? 1 : 0))
    }

    private static let numbers: [(String, Double?)] = [
        ("2.5", 2.5), ("2", 2), (".5", 0.5), ("-1.5", -1.5), ("1e1", 10), ("2,5", nil), ("nan", nil), (".inf", nil),
        ("1e999", nil), ("0x1p3", nil), ("2.5s", nil), ("10.1", nil), ("\"2\"", nil), ("{a: 1}", nil),
    ]

    @Test("Numbers are read in decimal and within their range", arguments: numbers.indices)
    func number(_ index: Int) throws {
        let (text, number) = Self.numbers[index]
        let value = try Self.value(text)
        #expect(value.number(in: -5...10, unit: "seconds") == number)
        #expect(value.diagnosis.mistakes.count == (number == nil ? 1 : 0))
    }

    @Test("Only true and false are truth values: yes, on and 1 mean different things to different programs")
    func flags() throws {
        #expect(try Self.value("true").flag() == true)
        #expect(try Self.value("false").flag() == false)
        for text in ["yes", "on", "True", "1", "\"true\"", "~", "[true]"] {
            let value = try Self.value(text)
            #expect(value.flag() == nil)
            #expect(value.diagnosis.mistakes.count == 1, "\(text)")
        }
    }

    @Test("An id is safe in a path, whatever it looks like")
    func identifiers() throws {
        for text in ["a", "7", "A.b-c_d", "101", String(repeating: "a", count: 64)] {
            #expect(try Self.value(text).identifier() == text)
        }
        for text in ["..", ".a", "-a", "a/b", "a b", "a\\0b", "三", String(repeating: "a", count: 65), ""] {
            #expect(try Self.value("\"\(text)\"").identifier() == nil, "\(text)")
        }
    }

    @Test("A mistake stands at its value, columns counted in characters")
    func place() throws {
        let value = try Self.value("  三 ")
        value.report("p", remedy: "r")
        #expect(
            value.diagnosis.mistakes
                == [Mistake(line: 1, column: 10, key: "root.value", problem: "p", remedy: "r")])
        let after = mistakes(in: "site: a\ncameras: []\nplace: {street: 花园路, x: 1}\n")
        #expect(after.map(\.column) == [22])
    }
}
