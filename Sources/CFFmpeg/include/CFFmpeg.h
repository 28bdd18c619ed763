// The FFmpeg libraries for Swift: their headers, and functions in place of macros that Swift cannot read.
#pragma once

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/avutil.h>
#include <libavutil/error.h>
#include <libavutil/imgutils.h>
#include <libavutil/log.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <libswscale/swscale.h>

#pragma clang assume_nonnull begin

/// `AV_NOPTS_VALUE`: a time stamp that is missing. Its macro casts, which Swift does not import.
static const int64_t CFFmpegNoTimestamp = INT64_MIN;

/// `AVERROR(code)` for a positive errno value. The macro takes an argument, which Swift does not import.
static inline int CFFmpegError(int code) { return AVERROR(code); }

/// FFmpeg's own error tags; the macros are built from characters, which Swift does not import.
static const int CFFmpegErrorEOF = AVERROR_EOF;
static const int CFFmpegErrorExit = AVERROR_EXIT;
static const int CFFmpegErrorInvalidData = AVERROR_INVALIDDATA;
static const int CFFmpegErrorUnauthorized = AVERROR_HTTP_UNAUTHORIZED;
static const int CFFmpegErrorForbidden = AVERROR_HTTP_FORBIDDEN;
static const int CFFmpegErrorNotFound = AVERROR_HTTP_NOT_FOUND;
static const int CFFmpegErrorOther4xx = AVERROR_HTTP_OTHER_4XX;
static const int CFFmpegErrorServer = AVERROR_HTTP_SERVER_ERROR;
static const int CFFmpegErrorProtocolNotFound = AVERROR_PROTOCOL_NOT_FOUND;
static const int CFFmpegErrorDecoderNotFound = AVERROR_DECODER_NOT_FOUND;
static const int CFFmpegErrorStreamNotFound = AVERROR_STREAM_NOT_FOUND;

/// Whether the scaler knows from the format alone that its samples go from 0 to 255: RGB, grey, and the old formats of
/// JPEG.
static inline int CFFmpegIsFullRange(enum AVPixelFormat format) {
    const AVPixFmtDescriptor *description = av_pix_fmt_desc_get(format);
    if (!description)
        return 0;
    return (description->flags & AV_PIX_FMT_FLAG_RGB) != 0 || description->nb_components < 3 ||
           format == AV_PIX_FMT_YUVJ411P || format == AV_PIX_FMT_YUVJ420P || format == AV_PIX_FMT_YUVJ422P ||
           format == AV_PIX_FMT_YUVJ440P || format == AV_PIX_FMT_YUVJ444P;
}

/// Has a decoder that was not opened yet keep its pictures in memory mapped for them alone, which goes back to the system
/// with the decoder and the last reference: in the heap they would leave holes among what is small, a little more each
/// time that a camera is connected anew. Decoders that bring pictures of their own, and formats with palettes, are left as
/// they are. 0, or FFmpeg's error. Such a decoder has one thread, is freed with `CFFmpegFreeDecoder`, and its `opaque` is
/// taken.
int CFFmpegMapPictures(AVCodecContext *context);

/// Frees a decoder. Its pictures stay as long as somebody refers to them.
void CFFmpegFreeDecoder(AVCodecContext *context);

/// Routes FFmpeg's log away from standard error and keeps, per thread, the last status code that a server refused a
/// request with: FFmpeg's error values do not tell RTSP 453 (not enough bandwidth) from other refusals.
/// Call it once, before anything else.
void CFFmpegCaptureLog(void);

/// In place of a status code: the host name could not be resolved, which FFmpeg reports as an input/output error.
static const int CFFmpegStatusUnknownHost = 1;

/// In place of a status code: the other side sent Tocsin to another host, or from an encrypted connection to a readable
/// one, and that was not followed.
static const int CFFmpegStatusRedirected = 2;

/// From now on redirects on this thread are followed only to the host of `url`, and never away from encryption: whatever
/// is opened would be sent the password too.
void CFFmpegStayAt(const char *url);

/// The status code of the last request refused on this thread since `CFFmpegForgetStatus`, or 0.
int CFFmpegLastStatus(void);

/// Forgets the status code of this thread.
void CFFmpegForgetStatus(void);

#pragma clang assume_nonnull end
