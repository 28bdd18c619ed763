// When a device was up, down, unknown or exempt: a lane for each day, with causes on hover and on focus, and as a table.

import { now } from './api.js';
import { fill, h, s, unique } from './dom.js';
import { addDays, cause, clock, day, duration, fromLocal, timeElement } from './format.js';
import { coded, t } from './words.js';

const width = 1440;
const laneHeight = 26;
const label = 92;

/** Spans cut at midnights, with the lane they lie in. */
function pieces(spans, days) {
	const found = [];
	days.forEach((name, lane) => {
		const begin = fromLocal(`${name}T00:00`);
		const end = fromLocal(`${addDays(name, 1)}T00:00`);
		for (const span of spans) {
			const from = Math.max(span.from, begin);
			const to = Math.min(span.to, end);
			if (to > from)
				found.push({ ...span, lane, x: (from - begin) / (end - begin), width: (to - from) / (end - begin), from, to });
		}
	});
	return found;
}

function pieceWords(piece) {
	const why = piece.cause ? cause(piece.cause).words : '';
	return [
		t(`span.${piece.state}`),
		`${clock(piece.from)} – ${clock(piece.to)}`,
		duration((piece.to - piece.from) / 1000),
		why
	].filter(Boolean);
}

function patterns(id) {
	const lines = (name, path) =>
		s(
			'pattern',
			{ id: `${id}-${name}`, width: 8, height: 8, patternUnits: 'userSpaceOnUse' },
			s(`rect.ground-${name}`, { width: 8, height: 8 }),
			s(`path.strokes-${name}`, { d: path })
		);
	return s(
		'defs',
		null,
		lines('down', 'M-2 2 2-2M0 8 8 0M6 10 10 6'),
		lines('unknown', 'M0 4H8'),
		lines('exempt', 'M4 0V8')
	);
}

function hours(count) {
	return Array.from({ length: 9 }, (_, index) => index * 3).flatMap((hour) => {
		const x = label + (hour / 24) * width;
		return [
			s('line.grid-line', { x1: x, x2: x, y1: 0, y2: count * (laneHeight + 6) }),
			s('text', { x, y: count * (laneHeight + 6) + 16, 'text-anchor': hour === 24 ? 'end' : 'middle' }, `${hour}:00`)
		];
	});
}

function table(spans) {
	const told = spans.filter((span) => span.state !== 'up');
	return h(
		'details.table-alternative',
		null,
		h('summary', null, t('timeline.table')),
		h(
			'div.scroll',
			{ tabindex: '0', role: 'group', 'aria-label': t('timeline.table') },
			h(
				'table',
				{ test: 'timeline-table' },
				h(
					'thead',
					null,
					h(
						'tr',
						null,
						['state', 'from', 'to', 'lasted', 'cause'].map((name) => h('th', { scope: 'col' }, t(`timeline.${name}`)))
					)
				),
				h(
					'tbody',
					null,
					told.length
						? told.map((span) =>
								h(
									'tr',
									null,
									h('td', null, t(`span.${span.state}`)),
									h('td', null, timeElement(span.from)),
									h('td', null, timeElement(span.to)),
									h('td', null, duration((span.to - span.from) / 1000)),
									h('td', null, span.cause ? cause(span.cause).words : '–')
								)
							)
						: h('tr', null, h('td', { colspan: 5 }, t('timeline.nothing')))
				)
			)
		)
	);
}

/** Moves along the pieces with the arrow keys: one of them is reached by Tab. */
function walk(event, marks) {
	const index = marks.indexOf(event.target);
	const next = {
		ArrowRight: index + 1,
		ArrowDown: index + 1,
		ArrowLeft: index - 1,
		ArrowUp: index - 1,
		Home: 0,
		End: marks.length - 1
	}[event.key];
	if (index < 0 || next === undefined || !marks[next]) return;
	event.preventDefault();
	marks[index].setAttribute('tabindex', '-1');
	marks[next].setAttribute('tabindex', '0');
	marks[next].focus();
}

function summary(spans) {
	const sums = new Map();
	for (const span of spans) sums.set(span.state, (sums.get(span.state) ?? 0) + span.to - span.from);
	return ['up', 'down', 'unknown', 'exempt']
		.filter((state) => sums.get(state))
		.map((state) =>
			h(
				'span.legend',
				null,
				h(`i.swatch.${state}`, { 'aria-hidden': 'true' }),
				`${t(`span.${state}`)} ${duration(sums.get(state) / 1000)}`
			)
		);
}

/** Polls that gave no picture, as ticks below the one lane of a day. */
function ticks(polls, name) {
	const begin = fromLocal(`${name}T00:00`);
	return polls
		.filter((poll) => day(poll.at) === name)
		.map((poll) => {
			const x = label + ((Date.parse(poll.at) - begin) / 864e5) * width;
			return s(
				`line.poll.${poll.result === 'ok' ? 'ok' : 'failed'}`,
				{ x1: x, x2: x, y1: laneHeight + 1, y2: laneHeight + (poll.result === 'ok' ? 5 : 10) },
				s(
					'title',
					null,
					`${clock(poll.at, false)} ${coded('poll', poll.result)} ${poll.cause ? cause(poll.cause).words : ''}`
				)
			);
		});
}

/**
 * The timeline of what `GET …/timeline` gave.
 * @param {{from: string, to: string, spans: object[], polls: object[]}} found
 */
export function timeline(found) {
	const until = Math.min(Date.parse(found.to), now());
	const spans = found.spans
		.map((span) => ({ ...span, from: Date.parse(span.from), to: Math.min(Date.parse(span.to), until) }))
		.filter((span) => span.to > span.from);
	const days = [];
	for (let name = day(found.from); fromLocal(`${name}T00:00`) < Date.parse(found.to); name = addDays(name, 1))
		days.push(name);
	const id = unique('timeline');
	const told = h('p.told', { role: 'status', test: 'timeline-told' }, t('timeline.hint'));
	const marks = pieces(spans, days).map((piece) => {
		const words = pieceWords(piece);
		const tell = () => fill(told, h('b', null, words[0]), ' ', `${days[piece.lane]} `, words.slice(1).join(' · '));
		const fillWith = piece.state === 'up' ? null : `url(#${id}-${piece.state})`;
		return s(`rect.span.${piece.state}`, {
			x: label + piece.x * width,
			y: piece.lane * (laneHeight + 6),
			width: Math.max(1.5, piece.width * width),
			height: laneHeight,
			fill: fillWith,
			role: 'img',
			'aria-label': `${days[piece.lane]} ${words.join(', ')}`,
			tabindex: '-1',
			onfocus: tell,
			onpointerenter: tell
		});
	});
	marks[0]?.setAttribute('tabindex', '0');
	const lanes = days.map((name, lane) => s('text', { x: 0, y: lane * (laneHeight + 6) + 18 }, name.slice(5)));
	const height = days.length * (laneHeight + 6) + 24;
	return [
		h('div.legends', null, summary(spans)),
		h(
			'div.scroll',
			{ class: 'scroll timeline' },
			s(
				'svg',
				{
					viewBox: `0 0 ${label + width + 2} ${height}`,
					role: 'group',
					'aria-label': t('timeline.title'),
					onkeydown: (event) => walk(event, marks)
				},
				patterns(id),
				lanes,
				s('g', { 'aria-hidden': 'true' }, hours(days.length)),
				marks,
				days.length === 1 ? s('g', { 'aria-hidden': 'true' }, ticks(found.polls ?? [], days[0])) : null
			)
		),
		told,
		table(spans)
	];
}
