/// The decoder's output for one camera, used again once nobody looks at it any more: a picture costs no allocation.
struct PicturePool {
    private var pictures: [DecodedPicture] = []

    /// A picture that nobody else holds.
    mutating func take() -> DecodedPicture {
        for index in pictures.indices where isKnownUniquelyReferenced(&pictures[index]) { return pictures[index] }
        let picture = DecodedPicture()
        pictures.append(picture)
        return picture
    }

    /// Lets go of the pixels that nobody looks at: the decoder needs the memory for the next picture.
    mutating func release() {
        for index in pictures.indices where isKnownUniquelyReferenced(&pictures[index]) { pictures[index].clear() }
    }
}
