// What rings: tones made by an oscillator, different by priority. Browsers give sound only after a press of a button.

import { keep, recall } from './memory.js';

/** By priority: tones in Hz, seconds of each, how often all of them. */
const tunes = {
	1: { tones: [988, 659], seconds: 0.16, times: 4, volume: 0.5 },
	2: { tones: [880, 1109], seconds: 0.14, times: 2, volume: 0.4 },
	3: { tones: [740], seconds: 0.18, times: 2, volume: 0.3 },
	4: { tones: [523], seconds: 0.14, times: 1, volume: 0.2 }
};

let context = null;
let busyUntil = 0;
let busyWith = 5;
const watchers = new Set();

/** `on`, `muted`, or `asks`: the browser wants a press of a button first. */
export function soundState() {
	if (recall('sound') === 'muted') return 'muted';
	return context?.state === 'running' ? 'on' : 'asks';
}

/** `watcher` hears of each change of {@link soundState}. */
export function onSoundState(watcher) {
	watchers.add(watcher);
	return () => watchers.delete(watcher);
}

function changed() {
	for (const watcher of watchers) watcher(soundState());
}

/** Turns sound on; to be called from a press of a button or key. */
export async function allowSound() {
	keep('sound', 'on');
	if (!context) {
		const Context = window.AudioContext ?? window.webkitAudioContext;
		if (!Context) return;
		context = new Context();
		context.addEventListener('statechange', changed);
	}
	try {
		await context.resume();
	} catch {
		/* it stays silent, and the button says so */
	}
	changed();
}

/** Where sound was allowed before, the first press of anything will do. */
export function remindSound() {
	if (recall('sound') !== 'on') return;
	const allow = () => {
		if (recall('sound') === 'on') allowSound();
	};
	for (const name of ['pointerdown', 'keydown']) window.addEventListener(name, allow, { once: true });
}

/** Turns sound off. */
export function mute() {
	keep('sound', 'muted');
	changed();
}

function tone(frequency, start, seconds, volume) {
	const oscillator = context.createOscillator();
	const gain = context.createGain();
	oscillator.type = 'triangle';
	oscillator.frequency.value = frequency;
	// Ramps, since a tone that begins at full loudness clicks.
	gain.gain.setValueAtTime(0, start);
	gain.gain.linearRampToValueAtTime(volume, start + 0.012);
	gain.gain.setValueAtTime(volume, start + seconds - 0.03);
	gain.gain.linearRampToValueAtTime(0, start + seconds);
	oscillator.connect(gain).connect(context.destination);
	oscillator.start(start);
	oscillator.stop(start + seconds + 0.02);
}

/** Rings for an alarm of `priority`. While it rings, only what is more urgent rings too. */
export function ring(priority) {
	if (soundState() !== 'on') return;
	const tune = tunes[priority] ?? tunes[4];
	const start = context.currentTime + 0.01;
	if (start < busyUntil && priority >= busyWith) return;
	let at = start;
	for (let round = 0; round < tune.times; round += 1) {
		for (const frequency of tune.tones) {
			tone(frequency, at, tune.seconds, tune.volume);
			at += tune.seconds + 0.02;
		}
		at += 0.08;
	}
	busyUntil = at + 0.4;
	busyWith = priority;
}
