import Foundation
import Ledger
import Synchronization

/// The newest picture of each device, for the console.
extension ThumbnailStore {
    /// When the newest picture of `device` was taken, in seconds since 1970; nil where none is known.
    func newestMoment(of device: String) -> Int? { newest.withLock { $0[device] } }

    /// The newest picture of `device`, and when it was taken, in seconds since 1970; nil where there is none. Waits for the
    /// disk without holding a thread.
    func newest(of device: String) async -> (jpeg: [UInt8], at: Int)? {
        guard let second = newestMoment(of: device) else { return nil }
        let path = "\(folder)/\(Self.day(second))/\(device)/\(Self.name(second)).jpg"
        let data = await withCheckedContinuation { found in
            Self.reading.async { found.resume(returning: FileManager.default.contents(atPath: path)) }
        }
        return data.map { ([UInt8]($0), second) }
    }

    /// Hours and minutes of `second` in UTC: `0930`.
    static func name(_ second: Int) -> Substring {
        let minutes = second / 60 % 1440
        return String(1_000_000 + minutes / 60 * 100 + minutes % 60).suffix(4)
    }

    /// Finds the newest picture of each device among those of earlier runs.
    func lookUp() {
        let files = FileManager.default
        for day in ((try? files.contentsOfDirectory(atPath: folder)) ?? []).sorted(by: >) {
            guard let date = CivilDate(day) else { continue }
            for device in (try? files.contentsOfDirectory(atPath: "\(folder)/\(day)")) ?? []
            where newestMoment(of: device) == nil {
                let names = (try? files.contentsOfDirectory(atPath: "\(folder)/\(day)/\(device)")) ?? []
                guard let name = names.max(), let clock = name.wholeMatch(of: /([0-9]{2})([0-9]{2})\.jpg/),
                    let hours = Int(clock.1), let minutes = Int(clock.2)
                else { continue }
                let second = Int(date.start(in: .gmt)) + hours * 3600 + minutes * 60
                newest.withLock { $0[device] = max($0[device] ?? 0, second) }
            }
        }
    }
}
