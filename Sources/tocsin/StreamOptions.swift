public import ArgumentParser
import Foundation
public import VideoStreams

/// How to reach a stream named on the command line.
struct StreamOptions: ParsableArguments {
    @Option(help: "User name, if it is not in the URL.") var username: String?
    @Option(
        name: .customLong("password-file"),
        help: ArgumentHelp(
            "File whose first line is the password: kept out of the list of processes.", valueName: "file"))
    var passwordFile: String?
    @Option(help: "How media travel from an RTSP server: tcp or udp.") var transport = RTSPTransport.tcp

    /// The settings for `url`. Throws a ``ValidationError`` that names the mistake, never the password.
    func settings(for url: String) throws -> StreamSettings {
        do {
            let address = try StreamAddress(url, username: username, password: try password())
            var settings = StreamSettings(address: address)
            settings.transport = transport
            return settings
        } catch let mistake as StreamAddress.Mistake {
            throw ValidationError("The address is not valid: \(mistake).")
        }
    }

    private func password() throws -> String? {
        guard let passwordFile else { return nil }
        guard let text = try? String(contentsOfFile: passwordFile, encoding: .utf8) else {
            throw ValidationError("The password file \(passwordFile) cannot be read.")
        }
        return text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    }
}

extension RTSPTransport: ExpressibleByArgument {}

/// Writes one line for a person; standard output is kept for results.
func standardError(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }
