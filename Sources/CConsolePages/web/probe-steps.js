// What a probe found: each step with a tick or a cross, and what to do about the one that failed.

import { failureWords } from './details.js';
import { fill, h } from './dom.js';
import { icon } from './icons.js';
import { number } from './format.js';
import { boxWords } from './mistake-words.js';
import { failure } from './parts.js';
import { coded, t } from './words.js';

const steps = ['address', 'connect', 'login', 'stream', 'packets', 'picture'];

/** The size and codec of a stream as one line. */
export const streamWords = (stream) =>
	stream
		? [
				stream.codec?.toUpperCase(),
				`${stream.width} × ${stream.height}`,
				stream.fps ? t('camera.fps-value', { n: number(stream.fps, 1) }) : ''
			]
				.filter(Boolean)
				.join(' · ')
		: '';

/** What a step says: as the box has it, or in Chinese where that is known. */
function told(one) {
	const known = one.ok ? null : failureWords(`${one.detail} ${one.remedy ?? ''}`);
	const [words, remedy] = known ? [known.words, known.advice] : [boxWords(one.detail), boxWords(one.remedy)];
	return [words && h('span.sub', null, words), remedy && h('span.remedy', null, remedy)];
}

/** The steps as a list. */
export function probeSteps(probe) {
	const done = new Map(probe.steps.map((one) => [one.step, one]));
	return h(
		'ol.steps',
		{ test: 'probe-steps' },
		steps.map((name) => {
			const one = done.get(name);
			const kind = !one ? 'ahead' : one.ok ? 'good' : 'bad';
			return h(
				`li.${kind}`,
				{ test: `step-${name}` },
				icon(one ? (one.ok ? 'check' : 'cross') : 'minus'),
				h(
					'span',
					null,
					h('b', null, coded('step', name)),
					h('span.unseen', null, t(`step.is-${kind}`)),
					one && told(one)
				)
			);
		})
	);
}

/** Shows in `place` that a probe is under way, then what it found. Gives the PROBE, or null where there is none. */
export async function showProbe(place, ask) {
	fill(
		place,
		h('p.waiting', { role: 'status', test: 'probing' }, h('i.spinner', { 'aria-hidden': 'true' }), t('probe.running'))
	);
	try {
		const probe = await ask();
		fill(
			place,
			h(
				'p',
				{
					role: 'status',
					class: probe.ok ? 'verdict good' : 'verdict bad',
					test: probe.ok ? 'probe-good' : 'probe-bad'
				},
				icon(probe.ok ? 'check' : 'cross'),
				probe.ok ? `${t('probe.good')} ${streamWords(probe.stream)}` : t('probe.bad')
			),
			h(
				'div.probe',
				null,
				probeSteps(probe),
				probe.picture && h('img', { src: probe.picture, alt: t('probe.picture') })
			)
		);
		return probe;
	} catch (error) {
		fill(place, failure(error));
		return null;
	}
}
