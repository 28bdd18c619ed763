/// Why a table cannot be read, in whole or from a line on.
struct TableFault: Error {
    var line: Int?
    let problem: String
    let remedy: String
}
