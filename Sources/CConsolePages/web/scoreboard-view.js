// The plan's indicators, how they stand against their targets, and what to repair first.

import { get, now, withQuery } from './api.js';
import { fill, h } from './dom.js';
import { addDays, cause, day, duration, fullPlace, number, percent, placeWords } from './format.js';
import { loadInto, mark, nothing, skeleton } from './parts.js';
import { address, note } from './router.js';
import { trendChart } from './trend-chart.js';
import { coded, currentLanguage, t } from './words.js';

const formats = ['html', 'csv'];
const ranges = [
	['week', 7],
	['month', 30]
];

const nameOf = (indicator) => indicator.name?.[currentLanguage()] ?? indicator.name?.zh ?? indicator.id;

// A figure made of too little is not shown as a figure.
const isKnown = (indicator) => indicator.verdict !== 'insufficient-data' && indicator.denominator > 0;

/** Share and target on one bar; the mark of the target is where it has to end. */
function bar(indicator) {
	const box = h('div.share', { 'aria-hidden': 'true' });
	const part = h(`i.${indicator.verdict}`);
	part.style.width = isKnown(indicator)
		? `${Math.min(100, (indicator.numerator / indicator.denominator) * 100)}%`
		: '0';
	box.append(part);
	if (indicator.target !== null) {
		const target = h('b');
		target.style.left = `${Math.min(100, indicator.target * 100)}%`;
		box.append(target);
	}
	return box;
}

function card(indicator) {
	const name = nameOf(indicator);
	const known = isKnown(indicator);
	return h(
		'article.card.indicator',
		{ test: `indicator-${indicator.id}` },
		h('div.card-head', null, h('h2', null, name), mark('verdict', indicator.verdict)),
		h(
			'p.figure',
			null,
			h('b', null, known ? percent(indicator.numerator, indicator.denominator) : '–'),
			h('span', null, `${number(indicator.numerator)} / ${number(indicator.denominator)}`),
			indicator.target !== null && h('span', null, t('score.target', { n: Math.round(indicator.target * 100) }))
		),
		bar(indicator),
		trendChart(name, indicator.trend ?? [], indicator.target)
	);
}

function repairRow(repair, index) {
	const why = cause(repair.cause);
	return h(
		'tr',
		null,
		h('td.number', null, index + 1),
		h(
			'th',
			{ scope: 'row' },
			h('a', { href: address(['cameras', repair.device]) }, repair.name || repair.device),
			h('span.sub', null, placeWords(repair.place) || fullPlace(repair.place))
		),
		h('td', null, coded('repair', repair.reason)),
		h('td', null, why.words || '–', why.advice && h('span.sub', null, why.advice)),
		h('td.number', null, number(repair.lostPolls ?? 0)),
		h('td.number', null, duration(repair.downSeconds ?? 0))
	);
}

function repairs(list) {
	if (!list.length) return nothing(t('score.no-repairs'), t('score.no-repairs-hint'), 'check');
	const heads = [
		['', 'rank'],
		['', 'device'],
		['', 'reason'],
		['', 'cause'],
		['number', 'lost'],
		['number', 'down']
	];
	return h(
		'div.scroll',
		{ tabindex: '0', role: 'group', 'aria-label': t('score.repairs') },
		h(
			'table',
			{ test: 'repairs' },
			h(
				'thead',
				null,
				h(
					'tr',
					null,
					heads.map(([kind, name]) => h('th', { scope: 'col', class: kind }, t(`score.${name}`)))
				)
			),
			h('tbody', null, list.map(repairRow))
		)
	);
}

/** Links to the report of these days, as files. */
function reports({ from, to }) {
	const links = formats.map((format) =>
		h(
			'a.button',
			{
				href: withQuery('/console/api/report', { from, to, format, language: currentLanguage() }),
				download: '',
				test: `report-${format}`
			},
			t(`score.report-${format}`)
		)
	);
	return h('p.reports', null, t('score.report'), links);
}

/** Opens the view in `main`. */
export function open(main, rest, query) {
	const today = day(now());
	let from = query.get('from') ?? '';
	let to = query.get('to') ?? '';
	const period = h('span.hint', { role: 'status' });
	const place = h('div');
	const bars = h('div.segments', { role: 'group', 'aria-label': t('score.period') });

	const input = (label, value, set) =>
		h(
			'label.day',
			null,
			h('span', null, label),
			h('input', {
				type: 'date',
				value,
				max: today,
				onchange: (event) => {
					set(event.target.value);
					if (from && to && from <= to) show();
				}
			})
		);

	function drawRanges() {
		fill(
			bars,
			ranges.map(([name, days]) => {
				const start = addDays(today, 1 - days);
				const isShown = from ? from === start && to === today : false;
				return h(
					'button',
					{
						type: 'button',
						'aria-pressed': String(isShown || (!from && name === 'week')),
						test: `range-${name}`,
						onclick: () => {
							[from, to] = [start, today];
							show();
							bars.querySelector('[aria-pressed=true]')?.focus();
						}
					},
					t(`score.${name}`)
				);
			})
		);
		fill(
			days,
			input(t('filter.from'), from, (value) => {
				from = value;
			}),
			input(t('filter.to'), to, (value) => {
				to = value;
			})
		);
	}
	const days = h('div.filters');

	function show() {
		drawRanges();
		note(['scoreboard'], { from, to });
		loadInto(
			place,
			() => get(withQuery('/console/api/scoreboard', { from, to }), { seconds: 90 }),
			(found) => {
				period.textContent = `${found.from} – ${found.to}`;
				return [
					reports(found),
					h('div.indicators', null, found.indicators.map(card)),
					h(
						'section.card.repairs',
						null,
						h('h2', null, t('score.repairs')),
						h('p.hint', null, t('score.repairs-hint')),
						repairs(found.repairs ?? [])
					)
				];
			},
			skeleton(6, 'cards')
		);
	}

	fill(main, h('div.view-head', null, h('h1', { tabindex: '-1' }, t('view.scoreboard')), bars, days, period), place);
	show();
	return { close() {} };
}
