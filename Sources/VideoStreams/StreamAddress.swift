/// Where a stream is: a URL or a file, with its credentials kept apart so that they are never shown.
public struct StreamAddress: Hashable, Sendable {
}
