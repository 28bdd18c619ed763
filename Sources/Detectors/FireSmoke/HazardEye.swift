import Inference
import VideoCore
import Vision

/// Shows parts of pictures to the network and reads what it says. One owner; allocates nothing once warm.
struct HazardEye {
    private enum Reader {
        case cells(cells: Int, picture: Int, columns: Int, rows: Int)
        case boxes(DetectionReader)
        case classes(ClassReader)
    }

    private let model: HazardModel
    private let request: InferenceRequest
    private let input: NetworkInput
    private let reader: Reader
    private var masks: [ExcludedPixels]
    private var detections: [Detection] = []
    private var probabilities: [Float] = []

    /// An eye for one camera; what lies in `excluded` it does not see.
    init(_ model: HazardModel, excluded: [Polygon]) throws(InferenceError) {
        self.model = model
        request = try model.network.makeRequest()
        input = model.description.input
        masks = (0..<HazardView.count).map { _ in ExcludedPixels(excluded) }
        reader = try Self.reader(model)
    }

    private static func reader(_ model: HazardModel) throws(InferenceError) -> Reader {
        let (description, outputs) = (model.description, model.network.outputs)
        switch description.task {
        case .yolox, .nanoDet, .ssd: return .boxes(try DetectionReader(description, outputs: outputs))
        case .classifier: return .classes(try ClassReader(description, outputs: outputs))
        case .cells:
            let classes = description.classes.count
            guard let cells = outputs.firstIndex(where: { $0.name == "cells" }),
                let picture = outputs.firstIndex(where: { $0.name == "picture" }), outputs[picture].count == classes,
                outputs[cells].shape.count == 4, outputs[cells].shape[1] == classes,
                divides(outputs[cells].shape[3], description.width),
                divides(outputs[cells].shape[2], description.height)
            else {
                throw .unreadable(
                    model: description.name,
                    reason:
                        "its task needs the outputs cells 1 × \(classes) × h × w, which divide the input, and picture 1 × \(classes)"
                )
            }
            let shape = outputs[cells].shape
            return .cells(cells: cells, picture: picture, columns: shape[3], rows: shape[2])
        }
    }

    private static func divides(_ cells: Int, _ pixels: Int) -> Bool { cells > 0 && pixels % cells == 0 }

    /// Looks at view number `view` of `frame`; the readings of fire and smoke go to `fire` and `smoke`.
    mutating func look(
        _ view: Int, of frame: Frame, fire: inout HazardReading, smoke: inout HazardReading
    ) throws(InferenceError) {
        let region = HazardView.region(view)
        let place = input.place(of: region, in: frame)
        masks[view].fit(region, of: frame, place: place, width: input.width)
        let (mask, grey) = (masks[view], Float((input.padding - input.mean) / input.scale))
        try unsafe request.evaluate { values in
            unsafe input.write(region, of: frame, into: values)
            unsafe mask.fill(values, plane: input.width * input.height, with: grey)
        }
        readProbabilities()
        fire = reading(.fire, region, place, frame)
        smoke = reading(.smoke, region, place, frame)
    }

    private mutating func readProbabilities() {
        switch reader {
        case .cells: break
        case .boxes(let boxes): boxes.read(request, into: &detections)
        case .classes(let classes): classes.read(request, into: &probabilities)
        }
    }

    private func reading(
        _ hazard: Hazard, _ region: Region, _ place: (x: Int, y: Int, width: Int, height: Int), _ frame: Frame
    ) -> HazardReading {
        guard let number = model.places[hazard] else { return HazardReading() }
        switch reader {
        case .cells(let cells, let picture, let columns, let rows):
            let score = unsafe request.withOutput(picture) { unsafe Double($0[number]) }
            let grid = CellGrid(columns: columns, rows: rows, input: input, place: place, shows: region)
            return unsafe request.withOutput(cells) { values in
                unsafe grid.reading(score: score, UnsafeBufferPointer(rebasing: values[grid.range(of: number)]))
            }
        case .boxes:
            var reading = HazardReading()
            for found in detections where found.label == number {
                let there = found.regionInImage(of: region, in: frame, shownAs: input)
                reading.score = max(reading.score, Double(found.confidence))
                reading.region = reading.region?.union(there) ?? there
                reading.area = min(reading.area + there.width * there.height, 1)
            }
            return reading
        case .classes:
            return HazardReading(
                score: Double(probabilities[number]), region: region, area: region.width * region.height)
        }
    }
}
