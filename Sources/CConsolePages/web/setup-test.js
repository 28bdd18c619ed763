// The detectors, as they are drawn now, on the video that is still in memory.

import { send } from './api.js';
import { fill, h, s } from './dom.js';
import { number } from './format.js';
import { button, dialog, failure, nothing, skeleton } from './parts.js';
import { coded, t } from './words.js';

function picture(found) {
	if (!found.picture) return null;
	const tracks = found.findings.filter((one) => one.track?.length > 1);
	return h(
		'div.overlaid',
		null,
		h('img', { src: found.picture, alt: t('test.picture') }),
		s(
			'svg',
			{ viewBox: '0 0 1000 1000', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
			tracks.map((one) =>
				s('polyline.track', {
					points: one.track.map(([x, y]) => `${x * 1000},${y * 1000}`).join(' '),
					'vector-effect': 'non-scaling-stroke'
				})
			)
		)
	);
}

function findings(found) {
	const one = (finding) =>
		h(
			'li',
			null,
			h('b', null, coded('kind', finding.kind)),
			finding.floor === null || finding.floor === undefined
				? null
				: h('span', null, t('alarms.floor', { n: finding.floor })),
			h('span', null, t('test.span', { from: number(finding.start, 1), to: number(finding.end, 1) })),
			h('span.hint', null, `${t('fact.confidence')} ${Math.round((finding.confidence ?? 0) * 100)} %`)
		);
	return [
		h(
			'p',
			{ role: 'status', test: 'test-result' },
			t('test.seen', { n: found.findings.length, seconds: number(found.seconds, 0) })
		),
		found.findings.length
			? h('ul.lines', { test: 'findings' }, found.findings.map(one))
			: nothing(t('test.none'), t('test.none-hint'), 'eye'),
		picture(found)
	];
}

/** Runs the detectors of `entry` on the last video of camera `id`, and shows what they find. */
export function testDetectors(id, entry) {
	const stop = new AbortController();
	const place = h('div');
	const again = button(t('test.again'), { onclick: () => run(), test: 'test-again' }, 'refresh');
	async function run() {
		again.disabled = true;
		fill(
			place,
			h('p.waiting', { role: 'status' }, h('i.spinner', { 'aria-hidden': 'true' }), t('test.running')),
			skeleton(3, 'lines')
		);
		try {
			fill(
				place,
				findings(
					await send(
						'POST',
						'/console/api/setup/test',
						{ camera: id, detectors: entry.detectors ?? {} },
						{ signal: stop.signal, seconds: 180 }
					)
				)
			);
		} catch (error) {
			if (error.name !== 'AbortError') fill(place, failure(error));
		} finally {
			again.disabled = false;
		}
	}
	dialog(t('test.title'), [h('p.hint', null, t('test.words')), place, h('div.dialog-foot', null, again)], {
		kind: 'wide',
		test: 'test-dialog',
		onclose: () => stop.abort()
	});
	run();
}
