/// What is measured of the program itself; the names without `tocsin_` are those of Prometheus' own libraries.
extension Metric {
    static let ofProcess = [
        buildInfo, processCPU, processMemory, processOpenFiles, processFileLimit, processThreads, processStart,
    ]

    /// Which version runs.
    public static let buildInfo = Metric(
        "tocsin_build_info", .gauge, labels: ["version"], help: "Always 1; the label names the version that runs.")
    /// Processor time.
    public static let processCPU = Metric(
        "process_cpu_seconds_total", .counter, .seconds, help: "Processor time used, of all threads, user and system.")
    /// Memory.
    public static let processMemory = Metric(
        "process_resident_memory_bytes", .gauge, .bytes, help: "Memory of the process that is in RAM.")
    /// Open descriptors.
    public static let processOpenFiles = Metric(
        "process_open_fds", .gauge, help: "File descriptors in use: files, sockets, pipes.")
    /// How many there may be.
    public static let processFileLimit = Metric(
        "process_max_fds", .gauge, help: "File descriptors that the system allows the process.")
    /// Threads.
    public static let processThreads = Metric("process_threads", .gauge, help: "Threads of the process.")
    /// When it began.
    public static let processStart = Metric(
        "process_start_time_seconds", .gauge, .seconds,
        help: "When the process was started, in seconds since 1970-01-01 UTC.")
}
