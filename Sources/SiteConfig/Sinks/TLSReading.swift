import Delivery
import Foundation

extension Section {
    /// `tls` of the sink that `sink` describes.
    static func tls(of sink: Section) -> Section {
        Section(path: sink.path(of: "tls"), keys: ["authorities", "certificate", "key"])
    }
}

extension SectionReader {
    /// `tls`; nil where it is not given.
    func tlsFiles() -> TLSFiles? { self["tls"]?.tlsFiles(.tls(of: section)) }
}

extension Value {
    /// The files of a secured connection, each relative to the file that names it. Those that are not there are mistakes.
    fileprivate func tlsFiles(_ section: Section) -> TLSFiles? {
        guard let keys = keys(section) else { return nil }
        let files = TLSFiles(
            authorities: keys["authorities"]?.fileToRead("certificates in PEM"),
            certificate: keys["certificate"]?.fileToRead("a certificate in PEM"),
            key: keys["key"]?.fileToRead("the certificate's key in PEM"))
        if let key = keys["key"] {
            if keys["certificate"] == nil {
                key.report("a key without a certificate", remedy: "add `certificate`")
            } else if let path = files.key, ConfigurationFile.isReadableByOthers(path) {
                key.warn("others on this machine can read the key", remedy: "run chmod 600 on it")
            }
        } else if let certificate = keys["certificate"] {
            certificate.report("a certificate without its key", remedy: "add `key`")
        }
        return files
    }

    /// The complete path of a regular file that can be read and is named here; `expected` says what is in it.
    private func fileToRead(_ expected: String) -> String? {
        guard let text = text("the path of a file with \(expected)") else { return nil }
        let path = ConfigurationFile.path(text, from: diagnosis.directory)
        do {
            // Larger than any bundle of authorities.
            _ = try ConfigurationFile.content(of: path, atMost: 4 << 20)
            return path
        } catch {
            report(error.problem(of: "the file"), remedy: error.mistake.remedy)
            return nil
        }
    }
}
