// Times in the site's zone, durations, shares, places.

import { currentSession, now } from './api.js';
import { h } from './dom.js';
import { coded, locale, t } from './words.js';

const formats = new Map();

function zone() {
	return currentSession()?.site?.timeZone || 'UTC';
}

function parts(milliseconds, timeZone = zone()) {
	let format = formats.get(timeZone);
	if (!format) {
		const fields = {
			timeZone,
			hourCycle: 'h23',
			year: 'numeric',
			month: '2-digit',
			day: '2-digit',
			hour: '2-digit',
			minute: '2-digit',
			second: '2-digit'
		};
		try {
			format = new Intl.DateTimeFormat('en-GB', fields);
		} catch {
			format = new Intl.DateTimeFormat('en-GB', { ...fields, timeZone: 'UTC' });
		}
		formats.set(timeZone, format);
	}
	const found = {};
	for (const part of format.formatToParts(milliseconds)) found[part.type] = part.value;
	return found;
}

const stamp = (time) => (typeof time === 'number' ? time : Date.parse(time));

/** `2026-01-31`, the day in the site's zone. */
export function day(time) {
	const p = parts(stamp(time));
	return `${p.year}-${p.month}-${p.day}`;
}

/** `11:05:30`, or without seconds. */
export function clock(time, seconds = true) {
	const p = parts(stamp(time));
	return seconds ? `${p.hour}:${p.minute}:${p.second}` : `${p.hour}:${p.minute}`;
}

/** `2026-01-31 11:05:30`; today's without the day. */
export function moment(time, { full = true, seconds = true } = {}) {
	const words = clock(time, seconds);
	return full || day(time) !== day(now()) ? `${day(time)} ${words}` : words;
}

/** Minutes by which the site's zone is ahead of UTC at `milliseconds`. */
function zoneMinutes(milliseconds) {
	const p = parts(milliseconds);
	const there = Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute, p.second);
	return Math.round((there - milliseconds) / 60000);
}

/** Milliseconds since 1970 of `2026-01-31T11:05` read on a clock at the site. */
export function fromLocal(text) {
	const guess = Date.parse(`${text}Z`);
	const first = guess - zoneMinutes(guess) * 60000;
	return guess - zoneMinutes(first) * 60000;
}

/** The day `count` days after `text`. */
export function addDays(text, count) {
	return new Date(Date.parse(`${text}T00:00:00Z`) + count * 86400000).toISOString().slice(0, 10);
}

/** How long ago, in words: “3 minutes ago”. */
export function age(time) {
	const seconds = Math.max(0, (now() - stamp(time)) / 1000);
	if (seconds < 5) return t('time.now');
	if (seconds < 60) return t('time.seconds-ago', { n: Math.floor(seconds / 5) * 5 });
	if (seconds < 3600) return t('time.minutes-ago', { n: Math.floor(seconds / 60) });
	if (seconds < 86400) return t('time.hours-ago', { n: Math.floor(seconds / 3600) });
	return t('time.days-ago', { n: Math.floor(seconds / 86400) });
}

/** A stretch of seconds in its largest units, two of them at most: “2 h 5 min”. */
export function duration(seconds, most = 2) {
	const units = [
		[86400, 'time.d'],
		[3600, 'time.h'],
		[60, 'time.min'],
		[1, 'time.s']
	];
	let rest = Math.round(seconds);
	const words = [];
	for (const [size, key] of units) {
		const count = Math.floor(rest / size);
		if (count || (size === 1 && !words.length)) words.push(t(key, { n: count }));
		else if (words.length) break;
		rest -= count * size;
		if (words.length === most) break;
	}
	return words.join(' ');
}

/** A share in percent. Rounded down, so that what misses a target never looks as if it met it. */
export function percent(numerator, denominator) {
	if (!denominator) return '–';
	return `${(Math.floor((numerator * 1000) / denominator) / 10).toFixed(1)} %`;
}

/** A number as it is written in the page's language. */
export const number = (value, digits = 0) =>
	value.toLocaleString(locale(), { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** A `<time>` element with the moment in words. */
export function timeElement(time, words = moment(time)) {
	const iso = typeof time === 'number' ? new Date(time).toISOString() : time;
	return h('time', { datetime: iso, title: `${moment(time)} ${zone()}` }, words);
}

/** The narrow part of a place: building, side, lift. */
export function placeWords(place) {
	const words = [place?.building, place?.facade, place?.elevator].filter(Boolean).join(' ');
	return words || [place?.community].filter(Boolean).join(' ');
}

/** The whole place, from the widest to the narrowest. */
export function fullPlace(place) {
	return ['district', 'street', 'community', 'building', 'facade', 'elevator']
		.map((key) => place?.[key])
		.filter(Boolean)
		.join(' · ');
}

/** A cause with advice, in words. */
export function cause(code) {
	if (!code) return { words: '', advice: '' };
	const advice = coded('advice', code);
	return { words: coded('cause', code), advice: advice === code ? '' : advice };
}
