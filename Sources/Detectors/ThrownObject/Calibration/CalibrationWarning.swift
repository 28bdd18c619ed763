/// What an installer should know of a calibration that was made, in words.
public enum CalibrationWarning: Hashable, Sendable, CustomStringConvertible {
    /// Storeys from 3 up of which nothing is in the picture.
    case outside([Int])
    /// Storeys from 3 up of which a part is not in the picture.
    case cutOff([Int])
    /// Storeys from 3 up on which an object of 10 cm has less than 3 pixels.
    case tooSmall([Int])
    /// Storeys from 3 up on which it has 3 to 4 pixels.
    case borderline([Int])
    /// Sizes rest on an assumed lens, with this field of view in degrees.
    case assumedLens(Double)
    /// Width, floor height and lines make a lens that cannot be, with this field of view in degrees.
    case impossibleLens(Double)
    /// A line that ends at the picture's border.
    case endsAtBorder(Int)
    /// A line that the others contradict, by so many pixels.
    case disagreeing(Int, pixels: Double)

    /// Whether it breaks the plan's rule that every opening from floor 3 up is in view.
    public var breaksRule: Bool {
        switch self {
        case .outside, .cutOff, .tooSmall: true
        case .borderline, .assumedLens, .impossibleLens, .endsAtBorder, .disagreeing: false
        }
    }

    /// What was found and what to do about it.
    public var description: String {
        switch self {
        case .outside(let floors):
            "\(Self.name(floors)) not in the picture; tilt the camera, or cover them with another one"
        case .cutOff(let floors):
            "\(Self.name(floors)) not wholly in the picture; turn the camera, or cover the rest with another one"
        case .tooSmall(let floors):
            "an object of 10 cm has less than 3 pixels on \(Self.list(floors)); take a longer lens or more resolution, or "
                + "a second camera for the upper floors"
        case .borderline(let floors):
            "an object of 10 cm has only 3 to 4 pixels on \(Self.list(floors)); it is found there only if it stands out"
        case .assumedLens(let field):
            "the lens is not known, since the camera faces the facade squarely: sizes are the least to be expected, those "
                + "of a field of \(Int(field.rounded()))° across; give the facade's width or the field of view"
        case .impossibleLens(let field):
            "width, floor height and lines would need a lens of \(Int(field.rounded()))° across; check them, and that the "
                + "picture was not stretched or cropped"
        case .endsAtBorder(let floor):
            "the line of floor \(floor) ends at the border of the picture; if the facade goes on beyond it, give a line "
                + "of which both ends can be seen"
        case .disagreeing(let floor, let pixels):
            "the line of floor \(floor) lies \(Int(pixels.rounded())) pixels off for the others; read its ends again"
        }
    }

    private static func name(_ floors: [Int]) -> String { list(floors) + (floors.count == 1 ? " is" : " are") }

    private static func list(_ floors: [Int]) -> String {
        (floors.count == 1 ? "floor " : "floors ") + words(forFloors: floors)
    }

    /// Numbers in ascending order as people write them: `3–7, 9`.
    public static func words(forFloors floors: [Int]) -> String {
        var runs: [ClosedRange<Int>] = []
        for floor in floors {
            if let last = runs.last, last.upperBound + 1 == floor {
                runs[runs.count - 1] = last.lowerBound...floor
            } else {
                runs.append(floor...floor)
            }
        }
        return runs.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)" }
            .joined(separator: ", ")
    }
}
