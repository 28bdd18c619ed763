/// Numbers, in digits of 5 × 7 dots.
extension Canvas {
    /// Columns and rows of dots that a digit takes, the gap behind it included.
    private static let cell = (width: 6, height: 7)

    /// Pixels that `number` takes at `scale` pixels a dot, its margin of one dot included.
    static func size(of number: Int, scale: Int) -> (width: Int, height: Int) {
        (("\(number)".count * cell.width + 1) * scale, (cell.height + 2) * scale)
    }

    /// Writes `number`, not negative, in white on a black field whose top left corner is `corner`.
    mutating func write(_ number: Int, at corner: PixelPoint, scale: Int) {
        let size = Self.size(of: number, scale: scale)
        fill(luma: 16, left: corner.x, top: corner.y, right: corner.x + size.width, bottom: corner.y + size.height)
        for (place, digit) in "\(number)".compactMap(\.wholeNumberValue).enumerated() {
            for (row, dots) in Self.digits[digit].enumerated() {
                for column in 0..<5 where dots & (16 >> column) != 0 {
                    let left = corner.x + (1 + place * Self.cell.width + column) * scale
                    let top = corner.y + (1 + row) * scale
                    fill(luma: 235, left: left, top: top, right: left + scale, bottom: top + scale)
                }
            }
        }
    }

    /// Seven rows of five dots each, the highest bit at the left.
    private static let digits: [[UInt8]] = [
        [0b01110, 0b10001, 0b10011, 0b10101, 0b11001, 0b10001, 0b01110],
        [0b00100, 0b01100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110],
        [0b01110, 0b10001, 0b00001, 0b00010, 0b00100, 0b01000, 0b11111],
        [0b11111, 0b00010, 0b00100, 0b00010, 0b00001, 0b10001, 0b01110],
        [0b00010, 0b00110, 0b01010, 0b10010, 0b11111, 0b00010, 0b00010],
        [0b11111, 0b10000, 0b11110, 0b00001, 0b00001, 0b10001, 0b01110],
        [0b00110, 0b01000, 0b10000, 0b11110, 0b10001, 0b10001, 0b01110],
        [0b11111, 0b00001, 0b00010, 0b00100, 0b01000, 0b01000, 0b01000],
        [0b01110, 0b10001, 0b10001, 0b01110, 0b10001, 0b10001, 0b01110],
        [0b01110, 0b10001, 0b10001, 0b01111, 0b00001, 0b00010, 0b01100],
    ]
}
