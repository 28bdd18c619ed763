import VideoCore
import Yams

/// What must agree between the parts of a site's file.
extension Value {
    static func checkUnique(_ cameras: [(entry: Value, camera: CameraSettings?)]) {
        var ids: [String: Value] = [:]
        var codes: [String: Value] = [:]
        var relays: [String: Value] = [:]
        for (entry, camera) in cameras {
            guard let camera else { continue }
            entry.child("camera")?.requireUnique(camera.id.name, in: &ids, "camera")
            if let code = camera.deviceCode {
                entry.child("deviceCode")?.requireUnique(code, in: &codes, "device code")
            }
            if camera.enabled, case .relay(let relay) = camera.detectors?.holdDoor?.output {
                // One camera's release would be undone by the other.
                let value = entry.child("detectors")?.child("ebike")?.child("holdDoor")?.child("relay")
                value?.requireUnique(relay, in: &relays, "relay")
            }
        }
    }

    func checkRecorder(of camera: CameraSettings?, known: Set<String>) {
        guard let nvr = camera?.nvr, !known.contains(nvr), let value = child("nvr") else { return }
        let near = Suggestion.nearest(to: nvr, in: known.sorted())
        value.report(
            "there is no recorder \(value.shown) under `nvrs`",
            remedy: near.map { "did you mean `\($0)`?" } ?? "add it under `nvrs`, or delete the key")
    }

    /// The value of `key` in this mapping.
    func child(_ key: String) -> Value? {
        guard let pair = node.mapping?.first(where: { $0.key.scalar?.string == key }) else { return nil }
        return Value(node: pair.value, path: "\(path).\(key)", diagnosis: diagnosis)
    }

    private func requireUnique(_ name: String, in first: inout [String: Value], _ what: String) {
        guard let other = first[name] else {
            first[name] = self
            return
        }
        let line = other.node.mark.map { " on line \($0.line)" } ?? ""
        report("another \(what) has \(shown) already\(line)", remedy: "give each \(what) its own")
    }
}

extension Node.Mapping {
    func text(of key: String) -> String? { first { $0.key.scalar?.string == key }?.value.scalar?.string }
}
