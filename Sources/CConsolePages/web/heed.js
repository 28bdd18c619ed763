// What happens on an alarm wherever one is on the page: sound, the number in the title, words for readers of the screen.

import { now } from './api.js';
import { coded, t } from './words.js';
import { placeWords } from './format.js';
import { announce } from './parts.js';
import { onEvents } from './stream.js';
import { remindSound, ring } from './sound.js';

/** Milliseconds: what opened longer ago came late, after a break, and is told in sum only. */
const stale = 120000;
/** Milliseconds between two announcements. */
const throttle = 4000;

let unseen = 0;
let heading = 'Tocsin';
let waiting = [];
let timer = 0;

function drawTitle() {
	document.title = unseen ? `(${unseen > 999 ? '999+' : unseen}) ${heading}` : heading;
}

/** Names the view in the title of the window. */
export function setTitle(words) {
	heading = words ? `${words} · Tocsin` : 'Tocsin';
	drawTitle();
}

/** Somebody looks: the number in the title goes. */
export function seen() {
	if (!unseen) return;
	unseen = 0;
	drawTitle();
}

function tell() {
	timer = 0;
	const batch = waiting;
	waiting = [];
	if (!batch.length) return;
	const worst = batch.reduce((one, other) => (other.priority < one.priority ? other : one));
	const words = t('alarms.told', {
		priority: coded('priority', worst.priority),
		kind: coded('kind', worst.kind),
		place: placeWords(worst.place)
	});
	announce(batch.length > 1 ? t('alarms.told-more', { n: batch.length, words }) : words);
}

function take(events) {
	const opens = events
		.filter((event) => event.data.phase === 'open')
		.map((event) => ({ ...event.data, time: event.time }));
	if (!opens.length) return;
	unseen += opens.length;
	drawTitle();
	const fresh = opens.filter((alarm) => now() - Date.parse(alarm.time) < stale);
	if (fresh.length) ring(Math.min(...fresh.map((alarm) => alarm.priority)));
	waiting.push(...opens);
	timer ||= setTimeout(tell, throttle / 4);
}

/** Begins to heed alarms. */
export function heed() {
	onEvents(take);
	remindSound();
	for (const name of ['pointerdown', 'keydown', 'wheel', 'focus'])
		window.addEventListener(name, seen, { passive: true });
}
