extension Metrics {
    /// Shows at every scrape what this process uses, and that it is `version`.
    public func measureProcess(version: String) {
        whenScraped { samples in
            samples.set(.buildInfo, 1, ["version": version])
            if let figures = ProcessFigures.now() {
                samples.set(.processCPU, figures.cpuSeconds)
                samples.set(.processMemory, figures.residentBytes)
                samples.set(.processThreads, figures.threads)
                samples.set(.processStart, figures.startTime)
            }
            if let files = ProcessFigures.openFiles() { samples.set(.processOpenFiles, files) }
            if let limit = ProcessFigures.fileLimit() { samples.set(.processFileLimit, limit) }
        }
    }
}
