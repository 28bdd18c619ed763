public import VideoCore

extension PictureFault {
    /// What is wrong and what to do about it, for people.
    public var words: String {
        switch self {
        case .signalLoss: "no picture arrives; check the camera's power and network, and the recorder's channel"
        case .black: "the picture is black; check the lens cap, the iris, and the night light"
        case .slate: "the recorder shows its own card in place of a picture; check the camera behind it"
        case .frozen: "the picture has stood still for a minute, its clock included; restart the camera"
        case .covered: "the view is covered; look what is before the lens or on it"
        case .blurred: "the picture is blurred; clean the lens and focus it"
        case .dark: "the picture is too dark; check the night mode and the light"
        case .bright: "the picture is too bright; check exposure and iris, and shade the lens"
        case .lowContrast: "the picture is grey in grey; clean the lens, or wait for clear air"
        case .colourCast: "one colour lies over the picture; check the white balance and the infrared filter"
        case .noise: "the picture is full of snow; check the cable, and the gain by night"
        case .stripes: "regular stripes run through the picture; check the power supply, the earth and the cable"
        case .shake: "the camera shakes; fix its mount"
        case .moved: "the camera shows another part of the scene than before; point it back, or let it learn anew"
        }
    }
}
