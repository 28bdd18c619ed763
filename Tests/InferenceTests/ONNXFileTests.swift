import Testing

@testable import Inference

@Suite("What an ONNX file says of its input")
struct ONNXFileTests {
    /// A field of Protocol Buffers with bytes.
    private func field(_ number: UInt8, _ bytes: [UInt8]) -> [UInt8] { [number << 3 | 2, UInt8(bytes.count)] + bytes }

    /// A description of an input called `name`; 0 leaves a dimension open.
    private func input(_ name: String, _ shape: [UInt8]) -> [UInt8] {
        let dimensions = shape.flatMap { field(1, $0 == 0 ? field(2, Array("n".utf8)) : [1 << 3, $0]) }
        let tensor = [1 << 3, 1] + field(2, dimensions)
        return field(11, field(1, Array(name.utf8)) + field(2, field(1, tensor)))
    }

    private func file(_ graph: [UInt8]) -> [UInt8] { [1 << 3, 8] + field(7, graph) }

    @Test("The test network has the shape it was made with")
    func real() throws {
        #expect(ONNXFile.inputShape(of: try CellsNetwork.file()) == CellsNetwork.shape)
    }

    @Test("Open dimensions are nil, and weights that are listed as inputs do not count")
    func forms() {
        #expect(ONNXFile.inputShape(of: file(input("x", [0, 3, 32, 64]))) == [nil, 3, 32, 64])
        let weight = field(5, field(8, Array("w".utf8)))
        #expect(ONNXFile.inputShape(of: file(weight + input("w", [8, 3]) + input("x", [1, 3]))) == [1, 3])
    }

    @Test("Two inputs, none, and what is no network tell nothing")
    func none() {
        for bytes in [[], [0xff], file([]), file(input("x", [1]) + input("y", [1])), Array(repeating: 0x80, count: 99)]
        {
            #expect(ONNXFile.inputShape(of: bytes) == nil)
        }
    }

    @Test("Cut short anywhere, or with any byte changed, it tells something or nothing, and never fails")
    func damaged() {
        let whole = file(input("x", [1, 3, 32, 64]))
        for end in whole.indices { _ = ONNXFile.inputShape(of: Array(whole[..<end])) }
        for place in whole.indices {
            for value in [0, 1, 0x7f, 0x80, 0xff] as [UInt8] {
                var bytes = whole
                bytes[place] = value
                _ = ONNXFile.inputShape(of: bytes)
            }
        }
    }

    /// A weight called `w` with the raw bytes `raw` and the type `type`, and a field nobody knows before it.
    private func weight(_ raw: [UInt8], type: UInt8) -> [UInt8] {
        field(5, [2 << 3, type] + field(8, Array("w".utf8)) + [14 << 3 | 5, 1, 2, 3, 4] + field(9, raw))
    }

    @Test("Weights of 16 bits are widened, and all else stays as it was, byte for byte")
    func widened() throws {
        let half = weight([0x00, 0x3c, 0x00, 0xc0], type: 10)
        let single = weight([0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0], type: 1)
        let rest = input("x", [1, 3, 32, 64])
        #expect(ONNXFile.widened(file(half + rest + single)) == file(single + rest + single))
        let whole = try CellsNetwork.file()
        #expect(ONNXFile.widened(whole) == whole)
    }

    @Test("Widening what is damaged gives something, and never fails")
    func widenedDamaged() {
        let whole = file(weight([0x00, 0x3c, 0x00, 0xc0], type: 10))
        for end in whole.indices { _ = ONNXFile.widened(Array(whole[..<end])) }
        for place in whole.indices {
            for value in [0, 1, 0x7f, 0x80, 0xff] as [UInt8] {
                var bytes = whole
                bytes[place] = value
                _ = ONNXFile.widened(bytes)
            }
        }
        #expect(ONNXFile.widened(file(weight([0x00], type: 10))) == file(weight([], type: 1)))
    }
}
