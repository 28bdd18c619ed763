// A share over days, with its target: as a line, and as a table for who does not see it.

import { h, s, unique } from './dom.js';
import { number, percent } from './format.js';
import { t } from './words.js';

const [width, height, left, right, top, bottom] = [420, 150, 40, 8, 10, 22];

/** The lowest value of the axis: charts of shares near 100 % would else be all flat. */
function floorOf(values, target) {
	const least = Math.min(...values, target ?? 1);
	return Math.max(0, Math.floor((least - 0.05) * 10) / 10);
}

function axis(low, y) {
	const steps = [low, (low + 1) / 2, 1];
	return steps.map((value) =>
		s(
			'g',
			null,
			s('line.grid-line', { x1: left, x2: width - right, y1: y(value), y2: y(value) }),
			s('text', { x: left - 6, y: y(value) + 4, 'text-anchor': 'end' }, `${Math.round(value * 100)}`)
		)
	);
}

// Days without a figure break the line: nothing is drawn across what is not known.
function linePath(points) {
	let path = '';
	let isDown = false;
	for (const point of points) {
		if (point.y === null) {
			isDown = false;
			continue;
		}
		path += `${isDown ? 'L' : 'M'}${point.x.toFixed(1)} ${point.y.toFixed(1)}`;
		isDown = true;
	}
	return path;
}

function table(name, trend) {
	return h(
		'details.table-alternative',
		null,
		h('summary', null, t('chart.table')),
		h(
			'div.scroll',
			{ tabindex: '0', role: 'group', 'aria-label': t('chart.table-of', { name }) },
			h(
				'table',
				null,
				h(
					'thead',
					null,
					h(
						'tr',
						null,
						h('th', { scope: 'col' }, t('chart.day')),
						h('th.number', { scope: 'col' }, t('chart.counts')),
						h('th.number', { scope: 'col' }, t('chart.share'))
					)
				),
				h(
					'tbody',
					null,
					trend.map((one) =>
						h(
							'tr',
							null,
							h('th', { scope: 'row' }, one.day),
							h('td.number', null, `${number(one.numerator)} / ${number(one.denominator)}`),
							h('td.number', null, percent(one.numerator, one.denominator))
						)
					)
				)
			)
		)
	);
}

function described(name, known, target) {
	const [first, last] = [known[0], known.at(-1)];
	return t('chart.of', {
		name,
		from: first.day,
		first: percent(first.numerator, first.denominator),
		to: last.day,
		last: percent(last.numerator, last.denominator),
		target: target === null ? '–' : `${Math.round(target * 100)} %`
	});
}

/**
 * The chart of a trend with its table.
 * @param {string} name
 * @param {{day: string, numerator: number, denominator: number}[]} trend oldest first
 * @param {number|null} target 0…1
 */
export function trendChart(name, trend, target) {
	const known = trend.filter((one) => one.denominator > 0);
	if (!known.length) return h('p.hint.no-trend', null, t('chart.nothing'));
	const low = floorOf(
		known.map((one) => one.numerator / one.denominator),
		target
	);
	const y = (value) => top + ((1 - Math.min(1, value)) / (1 - low || 1)) * (height - top - bottom);
	const step = (width - left - right) / Math.max(1, trend.length - 1);
	const points = trend.map((one, index) => ({
		...one,
		x: trend.length === 1 ? (left + width - right) / 2 : left + index * step,
		y: one.denominator > 0 ? y(one.numerator / one.denominator) : null
	}));
	const id = unique('chart');
	const every = Math.max(1, Math.ceil(trend.length / 4));
	const days = points
		.filter((_, index) => index % every === 0)
		.map((point) =>
			s(
				'text',
				{
					x: point.x,
					y: height - 5,
					'text-anchor': point.x < left + 10 ? 'start' : point.x > width - 40 ? 'end' : 'middle'
				},
				point.day.slice(5)
			)
		);
	return h(
		'figure.chart',
		null,
		s(
			'svg',
			{ viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-labelledby': id },
			s('title', { id }, described(name, known, target)),
			axis(low, y),
			days,
			target !== null && s('line.target', { x1: left, x2: width - right, y1: y(target), y2: y(target) }),
			s('path.trend', { d: linePath(points) }),
			points.length <= 31 &&
				points
					.filter((point) => point.y !== null)
					.map((point) =>
						s(
							'circle.trend-point',
							{ cx: point.x, cy: point.y, r: 3 },
							s('title', null, `${point.day} ${percent(point.numerator, point.denominator)}`)
						)
					)
		),
		table(name, trend)
	);
}
