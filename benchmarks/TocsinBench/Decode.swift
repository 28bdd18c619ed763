import ArgumentParser
import VideoCore
import VideoStreams

/// Decodes a file at one demand, without detectors.
struct Decode: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Decodes a file at one demand, without detectors.")

    @Argument(help: "The file to decode.") var file: String
    @Option(help: "everyFrame, or keyframes.") var demand = "everyFrame"

    func validate() throws {
        guard ["everyFrame", "keyframes"].contains(demand) else {
            throw ValidationError("--demand is everyFrame or keyframes.")
        }
    }

    func run() throws {
        let ledger = FrameLedger()
        var reader = try FrameReader(opening: StreamSettings(address: StreamAddress(file: file)), ledger: ledger)
        let wanted = demand == "keyframes" ? FrameDemand.keyframes(every: 0) : .everyFrame
        try reader.readAll(demand: { wanted }, deliver: { _ in })
        print("received \(ledger.counts.received) decoded \(ledger.counts.decoded)")
    }
}
