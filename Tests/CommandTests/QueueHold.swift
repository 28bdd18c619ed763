import Foundation

/// Another process that holds a queue, so that nothing can be written to it, until it lets go.
final class QueueHold {
    private let process = Process()
    private let input = Pipe()

    init(_ path: String) throws {
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = [
            "-c",
            """
            import sqlite3, sys
            queue = sqlite3.connect(sys.argv[1], timeout=10, isolation_level=None)
            queue.execute("BEGIN IMMEDIATE")
            print("held", flush=True)
            sys.stdin.read()
            """, path,
        ]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        _ = output.fileHandleForReading.availableData
    }

    func letGo() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
