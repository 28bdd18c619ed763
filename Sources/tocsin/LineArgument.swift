import ArgumentParser
import Detectors
import VideoCore

/// A floor line on the command line: `FLOOR:X,Y,X,Y`, its left end first, in shares of the picture or in pixels.
struct LineArgument: Hashable {
    private let text: String
    private let floor: Int
    private let numbers: [Double]

    /// Reads `text`. Throws a ``ValidationError`` that names what is wrong with it.
    init(_ text: String) throws {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let numbers = parts.last.map { $0.split(separator: ",", omittingEmptySubsequences: false) } ?? []
        let values = numbers.compactMap { Double($0.filter { $0 != " " }) }
        guard parts.count == 2, let floor = Int(parts[0]), numbers.count == 4, values.count == 4 else {
            throw ValidationError(
                "--line “\(text)” is not FLOOR:X,Y,X,Y; write the storey, then left and right end, as "
                    + "3:0.03,0.90,0.97,0.90.")
        }
        guard values.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
            throw ValidationError("--line “\(text)” lies outside the picture; count from its top left corner.")
        }
        (self.text, self.floor, self.numbers) = (text, floor, values)
    }

    /// The line in a picture of `width` × `height` pixels: four numbers up to 1 are shares of it, others pixels. Throws
    /// a ``ValidationError`` for what lies outside.
    func line(width: Int, height: Int) throws -> FloorLine {
        let isShares = numbers.allSatisfy { $0 <= 1 }
        let (columns, rows) = isShares ? (1, 1) : (Double(width), Double(height))
        guard zip(numbers, [columns, rows, columns, rows]).allSatisfy({ $0 <= $1 }) else {
            throw ValidationError(
                "--line “\(text)” lies outside the picture of \(width) × \(height) pixels; give all four numbers as "
                    + "shares 0…1 or all as pixels, read off a picture of this size.")
        }
        return FloorLine(
            floor: floor, from: ImagePoint(x: numbers[0] / columns, y: numbers[1] / rows),
            to: ImagePoint(x: numbers[2] / columns, y: numbers[3] / rows))
    }
}
