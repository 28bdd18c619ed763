public import ArgumentParser
public import SyntheticScenes
public import VideoStreams

extension ScenePreset: ExpressibleByArgument {}
extension ClipOptions.Codec: ExpressibleByArgument {}
