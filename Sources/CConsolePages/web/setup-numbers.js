// What a facade as it is drawn is worth: pixels of a 10 cm object on each floor, and openings in view.

import { send } from './api.js';
import { fill, h, settled } from './dom.js';
import { number } from './format.js';
import { icon } from './icons.js';
import { problemLine } from './parts.js';
import { mistakeList } from './setup-review.js';
import { t } from './words.js';

/** Pixels that are enough, for the length of bars. */
const plenty = 8;

function row(floor) {
	const bar = h('i', { class: floor.sufficient ? 'good' : 'bad' });
	bar.style.width = `${Math.min(100, ((floor.pixels ?? 0) / plenty) * 100)}%`;
	return h(
		'tr',
		null,
		h('th', { scope: 'row' }, t('alarms.floor', { n: floor.floor })),
		h('td.number', null, floor.pixels === null ? '–' : t('numbers.px', { n: number(floor.pixels, 1) })),
		h('td.bar-cell', { 'aria-hidden': 'true' }, bar),
		h(
			'td',
			null,
			h(
				'span',
				{ class: `chip ${floor.sufficient ? 'good' : 'bad'}` },
				icon(floor.sufficient ? 'check' : 'cross'),
				t(floor.sufficient ? 'numbers.enough' : 'numbers.too-few')
			)
		)
	);
}

function draw(found) {
	const floors = [...found.floors].sort((a, b) => b.floor - a.floor);
	return [
		found.openings &&
			h(
				'p.openings',
				{ test: 'openings' },
				h('b', null, `${found.openings.covered} / ${found.openings.total}`),
				' ',
				t('numbers.openings')
			),
		floors.length
			? h(
					'div.scroll.numbers',
					{ tabindex: '0', role: 'group', 'aria-label': t('numbers.title') },
					h(
						'table',
						{ test: 'floors' },
						h(
							'thead',
							null,
							h(
								'tr',
								null,
								h('th', { scope: 'col' }, t('column.floor')),
								h('th.number', { scope: 'col' }, t('numbers.object')),
								h('td', { 'aria-hidden': 'true' }),
								h('th', { scope: 'col' }, t('numbers.verdict'))
							)
						),
						h('tbody', null, floors.map(row))
					)
				)
			: h('p.hint', null, t('numbers.need-floors')),
		mistakeList(found.mistakes, 'bad')
	];
}

/**
 * The numbers that follow the drawing.
 * @param {() => {camera: string, width: number, height: number, settings: object|undefined}} what
 */
export function liveNumbers(what) {
	const place = h('div.numbers-place', { 'aria-live': 'off' });
	const element = h(
		'section.card',
		{ 'aria-label': t('numbers.title'), test: 'numbers' },
		h('h2', null, t('numbers.title')),
		place
	);
	let stop = null;
	const load = settled(250, async () => {
		const { camera, width, height, settings } = what();
		if (!settings) return;
		stop?.abort();
		stop = new AbortController();
		place.setAttribute('aria-busy', 'true');
		try {
			const { facade, floors, floorHeight, columns } = settings;
			const body = { camera, width, height, 'thrown-object': { facade, floors, floorHeight, columns } };
			fill(place, draw(await send('POST', '/console/api/setup/geometry', body, { signal: stop.signal })));
		} catch (error) {
			if (error.name !== 'AbortError') fill(place, h('p.complaint', null, icon('warn'), problemLine(error)));
		} finally {
			place.removeAttribute('aria-busy');
		}
	});
	const ask = () => {
		element.hidden = !what().settings;
		load();
	};
	return {
		element,
		ask,
		close: () => {
			load.cancel();
			stop?.abort();
		}
	};
}
