#include "CFFmpeg.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { longest_host = 1024, longest_scheme = 16 };

static _Thread_local int last_status;
/// Where the stream of this thread is: redirects must stay there.
static _Thread_local char home_scheme[longest_scheme];
static _Thread_local char home_host[longest_host];
/// Status of the HTTP answer whose header is being read.
static _Thread_local int answer;

static void split(const char *url, char *scheme, char *host) {
    int port;
    av_url_split(scheme, longest_scheme, NULL, 0, host, longest_host, &port, NULL, 0, url);
}

static bool is_encrypted(const char *scheme) {
    return strcasecmp(scheme, "rtsps") == 0 || strcasecmp(scheme, "https") == 0;
}

/// Whether `location` leads to the same host, and not from an encrypted connection to a readable one. Split with
/// FFmpeg's own function, so that both see the same host.
static bool stays_home(const char *location) {
    char scheme[longest_scheme], host[longest_host], complete[16 + 4096];
    if (strncmp(location, "//", 2) == 0) {
        snprintf(complete, sizeof complete, "%s:%s", home_scheme, location);
        location = complete;
    } else if (location[strcspn(location, ":/?#")] != ':') {
        return true;
    }
    split(location, scheme, host);
    return strcasecmp(host, home_host) == 0 && (is_encrypted(scheme) || !is_encrypted(home_scheme));
}

/// Forbids `context`, an AVFormatContext or URLContext, to open anything more: it is about to go to `location`.
static void follow(void *context, const char *location) {
    if (stays_home(location))
        return;
    last_status = CFFmpegStatusRedirected;
    av_opt_set(context, "protocol_whitelist", "none", 0);
}

// FFmpeg follows redirects by itself and says so only in its log, just before it connects: "Status 302: Redirecting to …"
// (rtsp.c), "header='Location: …'" (http.c). The arguments are taken as they are: a line cut short could hide a host.
static bool keep_home(void *_Nullable context, const char *format, va_list arguments) {
    va_list own;
    bool is_rtsp = strcmp(format, "Status %d: Redirecting to %s\n") == 0;
    if (!context || (!is_rtsp && strcmp(format, "header='%s'\n") != 0))
        return false;
    va_copy(own, arguments);
    if (is_rtsp) {
        (void)va_arg(own, int);
        follow(context, va_arg(own, const char *));
    } else {
        const char *line = va_arg(own, const char *);
        int status;
        if (sscanf(line, "HTTP/%*s %d", &status) == 1)
            answer = status;
        if (answer >= 300 && answer < 400 && strncasecmp(line, "Location:", 9) == 0)
            follow(context, line + 9 + strspn(line + 9, " \t\r\n\f\v"));
    }
    va_end(own);
    return true;
}

// FFmpeg reports a refusal only in words: "method DESCRIBE failed: 453 Not Enough Bandwidth" (rtsp.c),
// "HTTP error 404 Not Found" (http.c), "Failed to resolve hostname x: …" (tcp.c).
static void keep_status(void *_Nullable context, int level, const char *format, va_list arguments) {
    if (keep_home(context, format, arguments) || level > AV_LOG_WARNING)
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

void CFFmpegStayAt(const char *url) { split(url, home_scheme, home_host); }

int CFFmpegLastStatus(void) { return last_status; }

void CFFmpegForgetStatus(void) { last_status = 0; }
