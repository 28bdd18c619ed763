// What the box knows of a camera, in words: for the wall and for the view of one.

import { h } from './dom.js';
import { age, cause, duration, number, percent, timeElement } from './format.js';
import { coded, t } from './words.js';

/** The last state of a camera with its cause, as one line. */
export function causeLine(camera) {
	if (camera.state === 'up' || !camera.cause) return '';
	return cause(camera.cause).words;
}

const rate = (tally) => (tally?.polls ? percent(tally.given, tally.polls) : '–');

/** Output rate, as it stands on the wall. */
export const rates = (camera) => [rate(camera.outputRate?.today), rate(camera.outputRate?.month)];

const rateWords = (tally) =>
	tally?.polls
		? `${percent(tally.given, tally.polls)} (${number(tally.given)}/${number(tally.polls)})`
		: t('camera.no-polls');

const fact = (words, value, test) =>
	value === null || value === '' ? null : [h('dt', null, words), h('dd', { test }, value)];

/** All of it, as a list. */
export function cameraFacts(camera) {
	const why = camera.state === 'up' ? null : cause(camera.cause);
	return h(
		'dl.facts',
		{ test: 'camera-facts' },
		fact(t('camera.since'), camera.since ? [timeElement(camera.since), ` (${age(camera.since)})`] : null),
		fact(t('camera.cause'), why?.words ?? ''),
		fact(t('camera.advice'), why?.advice ?? ''),
		fact(t('camera.picture'), camera.width ? `${camera.width} × ${camera.height}` : null),
		fact(t('camera.fps'), camera.fps === null ? null : t('camera.fps-value', { n: number(camera.fps, 1) })),
		fact(
			t('camera.lag'),
			camera.lag === null || camera.lag === undefined ? null : t('camera.lag-value', { n: number(camera.lag, 1) })
		),
		fact(t('camera.today'), rateWords(camera.outputRate?.today)),
		fact(t('camera.month'), rateWords(camera.outputRate?.month)),
		fact(t('camera.blind'), camera.analysed ? duration(camera.blindSeconds ?? 0) : null),
		fact(t('camera.self-test'), selfTest(camera)),
		fact(
			t('camera.detectors'),
			camera.analysed
				? camera.detectors.map((name) => coded('detector', name)).join(t('punctuation.list'))
				: t('camera.polled-only')
		)
	);
}

/** The last self-test in words; empty where there is none. */
export function selfTest(camera) {
	if (!camera.selfTest) return '';
	return [
		h(
			'span.chip',
			{ class: `chip ${camera.selfTest.passed ? 'good' : 'bad'}` },
			t(camera.selfTest.passed ? 'camera.passed' : 'camera.not-passed')
		),
		' ',
		timeElement(camera.selfTest.at)
	];
}
