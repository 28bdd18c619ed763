// The small snapshots of the list: loaded only for rows that stay in sight, two at a time, and kept small.

import { ask } from './api.js';
import { evidenceAddress } from './evidence.js';
import { t } from './words.js';

const atOnce = 2;
const kept = 240;
/** Milliseconds a row must have been in sight; longer while alarms rush in, when nobody can look at each. */
const rest = 250;
const restInBurst = 2000;
/** Width in pixels of what is kept of a snapshot. */
const width = 208;

const pictures = new Map();
const wanted = new Map();
let loading = 0;
let timer = 0;
let pausedUntil = 0;
let arrivals = [];

/** An alarm has come in. */
export function noteArrivals(count) {
	const at = performance.now();
	arrivals = arrivals.filter((one) => at - one.at < 2000);
	arrivals.push({ at, count });
}

const isBurst = () => {
	const at = performance.now();
	return arrivals.reduce((sum, one) => sum + (at - one.at < 2000 ? one.count : 0), 0) > 6;
};

function remember(uri, picture) {
	pictures.set(uri, picture);
	if (pictures.size <= kept) return;
	const [oldest, gone] = pictures.entries().next().value;
	pictures.delete(oldest);
	gone?.close?.();
}

function paint(canvas, picture) {
	const box = canvas.getContext('2d');
	box.clearRect(0, 0, canvas.width, canvas.height);
	canvas.classList.toggle('has-picture', Boolean(picture));
	if (!picture) return;
	// As much of it as fills the canvas without distortion.
	const scale = Math.max(canvas.width / picture.width, canvas.height / picture.height);
	const [w, high] = [picture.width * scale, picture.height * scale];
	box.drawImage(picture, (canvas.width - w) / 2, (canvas.height - high) / 2, w, high);
}

/** Wants the snapshot `uri` drawn on `canvas` while it is in sight; null clears it. */
export function showThumbnail(canvas, uri) {
	if (!uri) {
		hideThumbnail(canvas);
		paint(canvas, null);
		return;
	}
	if (wanted.get(canvas)?.uri === uri) return;
	if (pictures.has(uri)) {
		wanted.delete(canvas);
		const picture = pictures.get(uri);
		pictures.delete(uri);
		pictures.set(uri, picture);
		paint(canvas, picture);
		return;
	}
	paint(canvas, null);
	wanted.set(canvas, { uri, since: performance.now() });
	schedule();
}

/** The row of `canvas` is out of sight. */
export function hideThumbnail(canvas) {
	wanted.delete(canvas);
}

function schedule(wait = rest) {
	timer ||= setTimeout(() => {
		timer = 0;
		work();
	}, wait);
}

function next() {
	const at = performance.now();
	const least = isBurst() ? restInBurst : rest;
	for (const [canvas, one] of wanted) {
		if (!one.loading && at - one.since >= least) return [canvas, one];
	}
	return null;
}

function work() {
	if (performance.now() < pausedUntil || document.hidden) {
		if (wanted.size) schedule(1000);
		return;
	}
	while (loading < atOnce) {
		const found = next();
		if (!found) break;
		load(...found);
	}
	if ([...wanted.values()].some((one) => !one.loading)) schedule();
}

async function load(canvas, one) {
	one.loading = true;
	loading += 1;
	try {
		const response = await ask(evidenceAddress(one.uri, t('reason.thumbnail')), { seconds: 20 });
		const picture = await createImageBitmap(await response.blob(), { resizeWidth: width, resizeQuality: 'medium' });
		remember(one.uri, picture);
		if (wanted.get(canvas) === one) paint(canvas, picture);
	} catch (error) {
		// Gone for good, or no place just now.
		if ([429, 503].includes(error.status)) pausedUntil = performance.now() + Math.max(5, error.retryAfter) * 1000;
		else remember(one.uri, null);
	} finally {
		loading -= 1;
		if (wanted.get(canvas) === one) wanted.delete(canvas);
		work();
	}
}
