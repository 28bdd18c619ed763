#include "CConsolePages.h"

// The files of the console's page, embedded by the compiler (#embed of C23). A new file is one more piece here, and one
// more line below; a test compares both with the folder.

static const unsigned char alarm_book_js[] = {
#embed "web/alarm-book.js"
};
static const unsigned char alarm_filter_js[] = {
#embed "web/alarm-filter.js"
};
static const unsigned char alarm_grid_js[] = {
#embed "web/alarm-grid.js"
};
static const unsigned char alarm_media_js[] = {
#embed "web/alarm-media.js"
};
static const unsigned char alarm_panel_js[] = {
#embed "web/alarm-panel.js"
};
static const unsigned char alarm_record_js[] = {
#embed "web/alarm-record.js"
};
static const unsigned char alarm_row_js[] = {
#embed "web/alarm-row.js"
};
static const unsigned char alarms_view_js[] = {
#embed "web/alarms-view.js"
};
static const unsigned char api_js[] = {
#embed "web/api.js"
};
static const unsigned char app_js[] = {
#embed "web/app.js"
};
static const unsigned char audit_view_js[] = {
#embed "web/audit-view.js"
};
static const unsigned char camera_facts_js[] = {
#embed "web/camera-facts.js"
};
static const unsigned char camera_pictures_js[] = {
#embed "web/camera-pictures.js"
};
static const unsigned char camera_view_js[] = {
#embed "web/camera-view.js"
};
static const unsigned char cameras_view_js[] = {
#embed "web/cameras-view.js"
};
static const unsigned char console_css[] = {
#embed "web/console.css"
};
static const unsigned char details_js[] = {
#embed "web/details.js"
};
static const unsigned char dom_js[] = {
#embed "web/dom.js"
};
static const unsigned char drawing_lists_js[] = {
#embed "web/drawing-lists.js"
};
static const unsigned char drawing_marks_js[] = {
#embed "web/drawing-marks.js"
};
static const unsigned char drawing_js[] = {
#embed "web/drawing.js"
};
static const unsigned char early_js[] = {
#embed "web/early.js"
};
static const unsigned char evidence_js[] = {
#embed "web/evidence.js"
};
static const unsigned char format_js[] = {
#embed "web/format.js"
};
static const unsigned char geometry_js[] = {
#embed "web/geometry.js"
};
static const unsigned char heed_js[] = {
#embed "web/heed.js"
};
static const unsigned char icon_svg[] = {
#embed "web/icon.svg"
};
static const unsigned char icons_js[] = {
#embed "web/icons.js"
};
static const unsigned char index_html[] = {
#embed "web/index.html"
};
static const unsigned char keys_js[] = {
#embed "web/keys.js"
};
static const unsigned char login_js[] = {
#embed "web/login.js"
};
static const unsigned char memory_js[] = {
#embed "web/memory.js"
};
static const unsigned char mistake_words_js[] = {
#embed "web/mistake-words.js"
};
static const unsigned char parts_js[] = {
#embed "web/parts.js"
};
static const unsigned char probe_steps_js[] = {
#embed "web/probe-steps.js"
};
static const unsigned char router_js[] = {
#embed "web/router.js"
};
static const unsigned char schedule_text_js[] = {
#embed "web/schedule-text.js"
};
static const unsigned char scoreboard_view_js[] = {
#embed "web/scoreboard-view.js"
};
static const unsigned char setup_add_js[] = {
#embed "web/setup-add.js"
};
static const unsigned char setup_camera_js[] = {
#embed "web/setup-camera.js"
};
static const unsigned char setup_draft_js[] = {
#embed "web/setup-draft.js"
};
static const unsigned char setup_form_js[] = {
#embed "web/setup-form.js"
};
static const unsigned char setup_numbers_js[] = {
#embed "web/setup-numbers.js"
};
static const unsigned char setup_review_js[] = {
#embed "web/setup-review.js"
};
static const unsigned char setup_test_js[] = {
#embed "web/setup-test.js"
};
static const unsigned char setup_view_js[] = {
#embed "web/setup-view.js"
};
static const unsigned char shell_js[] = {
#embed "web/shell.js"
};
static const unsigned char sound_js[] = {
#embed "web/sound.js"
};
static const unsigned char stream_js[] = {
#embed "web/stream.js"
};
static const unsigned char theme_js[] = {
#embed "web/theme.js"
};
static const unsigned char thumbnails_js[] = {
#embed "web/thumbnails.js"
};
static const unsigned char timeline_js[] = {
#embed "web/timeline.js"
};
static const unsigned char trend_chart_js[] = {
#embed "web/trend-chart.js"
};
static const unsigned char users_view_js[] = {
#embed "web/users-view.js"
};
static const unsigned char virtual_list_js[] = {
#embed "web/virtual-list.js"
};
static const unsigned char words_en_js[] = {
#embed "web/words-en.js"
};
static const unsigned char words_zh_js[] = {
#embed "web/words-zh.js"
};
static const unsigned char words_js[] = {
#embed "web/words.js"
};

static const console_page pages[] = {
    {"alarm-book.js", alarm_book_js, sizeof alarm_book_js},
    {"alarm-filter.js", alarm_filter_js, sizeof alarm_filter_js},
    {"alarm-grid.js", alarm_grid_js, sizeof alarm_grid_js},
    {"alarm-media.js", alarm_media_js, sizeof alarm_media_js},
    {"alarm-panel.js", alarm_panel_js, sizeof alarm_panel_js},
    {"alarm-record.js", alarm_record_js, sizeof alarm_record_js},
    {"alarm-row.js", alarm_row_js, sizeof alarm_row_js},
    {"alarms-view.js", alarms_view_js, sizeof alarms_view_js},
    {"api.js", api_js, sizeof api_js},
    {"app.js", app_js, sizeof app_js},
    {"audit-view.js", audit_view_js, sizeof audit_view_js},
    {"camera-facts.js", camera_facts_js, sizeof camera_facts_js},
    {"camera-pictures.js", camera_pictures_js, sizeof camera_pictures_js},
    {"camera-view.js", camera_view_js, sizeof camera_view_js},
    {"cameras-view.js", cameras_view_js, sizeof cameras_view_js},
    {"console.css", console_css, sizeof console_css},
    {"details.js", details_js, sizeof details_js},
    {"dom.js", dom_js, sizeof dom_js},
    {"drawing-lists.js", drawing_lists_js, sizeof drawing_lists_js},
    {"drawing-marks.js", drawing_marks_js, sizeof drawing_marks_js},
    {"drawing.js", drawing_js, sizeof drawing_js},
    {"early.js", early_js, sizeof early_js},
    {"evidence.js", evidence_js, sizeof evidence_js},
    {"format.js", format_js, sizeof format_js},
    {"geometry.js", geometry_js, sizeof geometry_js},
    {"heed.js", heed_js, sizeof heed_js},
    {"icon.svg", icon_svg, sizeof icon_svg},
    {"icons.js", icons_js, sizeof icons_js},
    {"index.html", index_html, sizeof index_html},
    {"keys.js", keys_js, sizeof keys_js},
    {"login.js", login_js, sizeof login_js},
    {"memory.js", memory_js, sizeof memory_js},
    {"mistake-words.js", mistake_words_js, sizeof mistake_words_js},
    {"parts.js", parts_js, sizeof parts_js},
    {"probe-steps.js", probe_steps_js, sizeof probe_steps_js},
    {"router.js", router_js, sizeof router_js},
    {"schedule-text.js", schedule_text_js, sizeof schedule_text_js},
    {"scoreboard-view.js", scoreboard_view_js, sizeof scoreboard_view_js},
    {"setup-add.js", setup_add_js, sizeof setup_add_js},
    {"setup-camera.js", setup_camera_js, sizeof setup_camera_js},
    {"setup-draft.js", setup_draft_js, sizeof setup_draft_js},
    {"setup-form.js", setup_form_js, sizeof setup_form_js},
    {"setup-numbers.js", setup_numbers_js, sizeof setup_numbers_js},
    {"setup-review.js", setup_review_js, sizeof setup_review_js},
    {"setup-test.js", setup_test_js, sizeof setup_test_js},
    {"setup-view.js", setup_view_js, sizeof setup_view_js},
    {"shell.js", shell_js, sizeof shell_js},
    {"sound.js", sound_js, sizeof sound_js},
    {"stream.js", stream_js, sizeof stream_js},
    {"theme.js", theme_js, sizeof theme_js},
    {"thumbnails.js", thumbnails_js, sizeof thumbnails_js},
    {"timeline.js", timeline_js, sizeof timeline_js},
    {"trend-chart.js", trend_chart_js, sizeof trend_chart_js},
    {"users-view.js", users_view_js, sizeof users_view_js},
    {"virtual-list.js", virtual_list_js, sizeof virtual_list_js},
    {"words-en.js", words_en_js, sizeof words_en_js},
    {"words-zh.js", words_zh_js, sizeof words_zh_js},
    {"words.js", words_js, sizeof words_js},
};

console_page console_page_at(size_t index) {
  const console_page none = {0, 0, 0};
  return index < sizeof pages / sizeof *pages ? pages[index] : none;
}
