#include "CFFmpeg.h"

#include <stdio.h>
#include <string.h>

static _Thread_local int last_status;

// FFmpeg reports a refusal only in words: "method DESCRIBE failed: 453 Not Enough Bandwidth" (rtsp.c),
// "HTTP error 404 Not Found" (http.c), "Failed to resolve hostname x: …" (tcp.c).
static void keep_status(void *_Nullable context, int level, const char *format, va_list arguments) {
    (void)context;
    if (level > AV_LOG_WARNING)
        return;
    char line[256];
    vsnprintf(line, sizeof line, format, arguments);
    int status = 0;
    const char *at = strstr(line, "failed: ");
    if (at && sscanf(at, "failed: %d", &status) == 1 && status >= 300 && status < 700)
        last_status = status;
    at = strstr(line, "HTTP error ");
    if (at && sscanf(at, "HTTP error %d", &status) == 1 && status >= 300 && status < 700)
        last_status = status;
    if (strstr(line, "Failed to resolve hostname"))
        last_status = CFFmpegStatusUnknownHost;
}

void CFFmpegCaptureLog(void) { av_log_set_callback(keep_status); }

int CFFmpegLastStatus(void) { return last_status; }

void CFFmpegForgetStatus(void) { last_status = 0; }
