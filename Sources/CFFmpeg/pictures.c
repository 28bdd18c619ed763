#include "CFFmpeg.h"
#include <sys/mman.h>

enum { planes = 4, alignment = 64 };

/// The pictures of a decoder: they have one size and format, and come back when nobody refers to them any more.
typedef struct {
    AVBufferPool *pool;
    int columns, rows, format;
    int strides[planes];
    size_t offsets[planes];
} Pictures;

static void unmap(void *size, uint8_t *memory) { munmap(memory, (size_t)size); }

static AVBufferRef *map(size_t size) {
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return NULL;
    AVBufferRef *buffer = av_buffer_create(memory, size, unmap, (void *)size, 0);
    if (!buffer)
        munmap(memory, size);
    return buffer;
}

/// Whether each row begins where the decoder's vectors can load it.
static int is_aligned(const int *strides, const int *needed) {
    for (int plane = 0; plane < planes; ++plane)
        if (strides[plane] % needed[plane] != 0)
            return 0;
    return 1;
}

/// Settles where planes and rows lie, and begins a new pool; 0 or FFmpeg's error.
static int begin(Pictures *pictures, AVCodecContext *context, const AVFrame *frame) {
    int columns = frame->width, rows = frame->height, needed[AV_NUM_DATA_POINTERS];
    av_buffer_pool_uninit(&pictures->pool);
    avcodec_align_dimensions2(context, &columns, &rows, needed);
    int result = av_image_fill_linesizes(pictures->strides, frame->format, columns);
    while (result >= 0 && !is_aligned(pictures->strides, needed)) {
        columns = FFALIGN(columns + 1, alignment);
        result = av_image_fill_linesizes(pictures->strides, frame->format, columns);
    }
    if (result < 0)
        return result;
    ptrdiff_t strides[planes];
    // The decoder's vectors may reach before the first row and beyond the last.
    size_t sizes[planes], end = alignment;
    for (int plane = 0; plane < planes; ++plane)
        strides[plane] = pictures->strides[plane];
    result = av_image_fill_plane_sizes(sizes, frame->format, rows, strides);
    if (result < 0)
        return result;
    for (int plane = 0; plane < planes; ++plane) {
        pictures->offsets[plane] = end;
        end = FFALIGN(end + sizes[plane], alignment) + alignment;
    }
    pictures->pool = av_buffer_pool_init(end, map);
    if (!pictures->pool)
        return AVERROR(ENOMEM);
    pictures->columns = frame->width;
    pictures->rows = frame->height;
    pictures->format = frame->format;
    return 0;
}

/// What FFmpeg calls for a picture to decode into.
static int give(AVCodecContext *context, AVFrame *frame, int flags) {
    const AVPixFmtDescriptor *description = av_pix_fmt_desc_get(frame->format);
    const uint64_t odd = AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_HWACCEL | AV_PIX_FMT_FLAG_BITSTREAM;
    if (!description || (description->flags & odd) || !(context->codec->capabilities & AV_CODEC_CAP_DR1))
        return avcodec_default_get_buffer2(context, frame, flags);
    Pictures *pictures = context->opaque;
    if (!pictures->pool || pictures->columns != frame->width || pictures->rows != frame->height ||
        pictures->format != frame->format) {
        int result = begin(pictures, context, frame);
        if (result < 0)
            return result;
    }
    frame->buf[0] = av_buffer_pool_get(pictures->pool);
    if (!frame->buf[0])
        return AVERROR(ENOMEM);
    for (int plane = 0; plane < planes && pictures->strides[plane] != 0; ++plane) {
        frame->data[plane] = frame->buf[0]->data + pictures->offsets[plane];
        frame->linesize[plane] = pictures->strides[plane];
    }
    frame->extended_data = frame->data;
    return 0;
}

int CFFmpegMapPictures(AVCodecContext *context) {
    context->opaque = av_mallocz(sizeof(Pictures));
    if (!context->opaque)
        return AVERROR(ENOMEM);
    context->get_buffer2 = give;
    return 0;
}

void CFFmpegFreeDecoder(AVCodecContext *context) {
    Pictures *pictures = context->opaque;
    avcodec_free_context(&context);
    // Pictures that are still referred to keep the pool's memory until they are let go.
    if (pictures)
        av_buffer_pool_uninit(&pictures->pool);
    av_free(pictures);
}
