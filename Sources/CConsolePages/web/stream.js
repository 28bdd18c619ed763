// The stream of alarm events: opened once for the page, opened anew when it breaks, handed on in batches.
//
// It is read with `fetch`, since an EventSource tells neither heartbeats nor why it was refused: a link that died without a
// word would look alive.

import { ask, get, problemOf } from './api.js';

/** Milliseconds between two batches: 20 alarms a second cost ten redraws, not twenty. */
const pace = 100;
/** Milliseconds of silence after which the link counts as dead; the box says something every 15 s. */
const silence = 40000;
/** Milliseconds away after which the list is read afresh, in place of all that happened meanwhile. */
const tooLong = 600000;

const listeners = new Set();
const watchers = new Set();
const restarts = new Set();
let queue = [];
let flushing = false;
let cursor = null;
let stopper = null;
let state = 'stopped';
let begun = null;
let lastWord = 0;
let lastFlush = 0;

/** `live`, `connecting`, `waiting` (to connect again) or `stopped`. */
export const streamState = () => state;

function setState(next) {
	if (state === next) return;
	state = next;
	for (const watcher of watchers) watcher(state);
}

function subscribe(set, listener) {
	set.add(listener);
	return () => set.delete(listener);
}

/** `listener` gets lists of events, oldest first. The answer ends that. */
export const onEvents = (listener) => subscribe(listeners, listener);

/** `watcher` hears of each change of {@link streamState}. */
export const onStreamState = (watcher) => subscribe(watchers, watcher);

/** `again` is called when events may have been missed, so that what is shown must be read anew. */
export const onMissed = (again) => subscribe(restarts, again);

function flush() {
	if (!flushing) return;
	flushing = false;
	lastFlush = performance.now();
	const batch = queue;
	queue = [];
	for (const listener of listeners) {
		try {
			listener(batch);
		} catch (error) {
			console.error(error);
		}
	}
}

function take(event) {
	queue.push(event);
	if (flushing) return;
	flushing = true;
	const wait = Math.max(0, lastFlush + pace - performance.now());
	setTimeout(() => {
		// A page in the background gets no frames, and must ring all the same.
		const late = setTimeout(flush, 250);
		requestAnimationFrame(() => {
			clearTimeout(late);
			flush();
		});
	}, wait);
}

function takeBlock(block) {
	let data = '';
	for (const line of block.split('\n')) {
		if (line.startsWith('id:')) cursor = line.slice(3).trim();
		else if (line.startsWith('data:')) data += line.slice(5);
	}
	if (!data) return;
	try {
		take(JSON.parse(data));
	} catch (error) {
		console.error(error);
	}
}

async function read(response) {
	const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
	let text = '';
	for (;;) {
		const { value, done } = await reader.read();
		if (done) return;
		lastWord = Date.now();
		text += value.replaceAll('\r', '');
		const end = text.lastIndexOf('\n\n');
		if (end < 0) continue;
		const blocks = text.slice(0, end).split('\n\n');
		text = text.slice(end + 2);
		blocks.forEach(takeBlock);
	}
}

async function connect(signal) {
	const response = await fetch(`/v1/alarms/stream?after=${encodeURIComponent(cursor)}`, {
		signal,
		credentials: 'same-origin'
	});
	if (!response.ok) throw await problemOf(response);
	lastWord = Date.now();
	setState('live');
	if (response.headers.get('Tocsin-Cursor')) missed();
	await read(response);
}

function missed() {
	for (const again of restarts) again();
}

function pause(milliseconds, signal) {
	return new Promise((resolve) => {
		const end = () => {
			clearTimeout(timer);
			window.removeEventListener('online', end);
			resolve();
		};
		const timer = setTimeout(end, milliseconds);
		window.addEventListener('online', end);
		signal.addEventListener('abort', end, { once: true });
	});
}

async function place() {
	cursor = (await get('/console/api/alarms?limit=1')).cursor;
}

async function keepOpen(signal) {
	for (let failures = 0; !signal.aborted; failures += 1) {
		const attempt = new AbortController();
		const abort = () => attempt.abort();
		signal.addEventListener('abort', abort);
		const watch = setInterval(() => {
			if (state === 'live' && Date.now() - lastWord > silence) attempt.abort();
		}, 5000);
		let retryAfter = 0;
		try {
			if (state !== 'connecting') setState(failures ? 'waiting' : 'connecting');
			if (failures && Date.now() - lastWord > tooLong) {
				await place();
				missed();
			}
			await connect(attempt.signal);
			failures = 0;
		} catch (error) {
			if (state === 'live') failures = 0;
			retryAfter = error.retryAfter ?? 0;
			// Whether the session is over only the session itself tells, and it brings the login up.
			if (error.status === 401) await ask('/console/api/session').catch(() => {});
		} finally {
			clearInterval(watch);
			signal.removeEventListener('abort', abort);
		}
		if (signal.aborted) return;
		setState('waiting');
		const backoff = Math.min(15000, 500 * 2 ** Math.min(failures, 5)) * (0.75 + Math.random() / 2);
		await pause(Math.max(backoff, retryAfter * 1000), signal);
	}
}

/**
 * Opens the stream where the queue ends now, or where it was left (`resume`). Resolves once that place is known: what is
 * read after that misses nothing.
 */
export function startStream(resume = false) {
	stopStream();
	if (!resume) cursor = null;
	stopper = new AbortController();
	const { signal } = stopper;
	lastWord = Date.now();
	setState('connecting');
	begun = (async () => {
		while (!signal.aborted && !cursor) {
			try {
				await place();
			} catch (error) {
				if (error.status === 401) return;
				setState('waiting');
				await pause(2000, signal);
			}
		}
		if (!signal.aborted) keepOpen(signal);
	})();
	return begun;
}

/** Resolves once the stream has a place in the queue. */
export const streamBegun = () => begun ?? Promise.resolve();

/** Ends the stream. */
export function stopStream() {
	stopper?.abort();
	stopper = null;
	queue = [];
	setState('stopped');
}
