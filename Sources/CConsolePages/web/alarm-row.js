// One row of the list of alarms: made once, filled again and again as rows come into sight.

import { now } from './api.js';
import { fill, h, write } from './dom.js';
import { thumbnailOf } from './evidence.js';
import { age, clock, day, duration, moment, placeWords } from './format.js';
import { icon } from './icons.js';
import { hideThumbnail, showThumbnail } from './thumbnails.js';
import { coded, t } from './words.js';

/** Milliseconds for which a row that came live is marked as new. */
const newFor = 8000;

/** What tells a row from others: a burst by its number, an alarm by its id. */
export function rowKey(row, index) {
	if (!row) return `rest-${index}`;
	if (row.isHead) return `burst-${row.group.serial}`;
	return row.isMember ? `${row.record.id}-part` : row.record.id;
}

const cell = (name, ...children) => h(`span.cell-${name}`, { role: 'gridcell' }, children);

/** Whether it came a moment ago and nobody has said anything of it yet. */
const isFresh = (record) => record.state === 'new' && record.arrived > 0 && now() - record.arrived < newFor;

/** A row without content. `does.retry` is what is pressed when older alarms did not come. */
export function createRow(does) {
	const parts = {
		canvas: h('canvas', { width: 208, height: 117, 'aria-hidden': 'true' }),
		sign: h('span.kind-sign'),
		kind: h('b.kind'),
		camera: h('span.sub'),
		count: h('span.count'),
		place: h('span.where'),
		wide: h('span.sub'),
		floor: h('span.floor'),
		column: h('span.sub'),
		priority: h('span.priority', null, h('b', { 'aria-hidden': 'true' }), h('span')),
		state: h('span.chip'),
		by: h('span.sub'),
		age: h('time.age'),
		at: h('span.sub'),
		drill: h('span.chip.drill', null, t('alarms.drill')),
		toggle: h('span.toggle', { 'aria-hidden': 'true' }, icon('right'))
	};
	const element = h(
		'div.row',
		{ role: 'row' },
		cell('thumb', parts.canvas, parts.sign),
		cell('kind', h('span.line', null, parts.toggle, parts.kind, parts.count, parts.drill), parts.camera),
		cell('place', parts.place, parts.wide),
		cell('floor', parts.floor, parts.column),
		cell('priority', parts.priority),
		cell('state', parts.state, parts.by),
		cell('age', parts.age, parts.at)
	);
	const rest = h('span.rest', { role: 'gridcell' });
	return { element, parts, rest, cells: [...element.children], mode: 'alarm', does };
}

/** Writes the passing of time into a row. */
export function tickRow(row) {
	const { record } = row;
	if (!record || row.mode !== 'alarm') return;
	write(row.parts.age, age(record.start));
	const isNew = isFresh(record);
	if (row.isNew !== isNew) {
		row.isNew = isNew;
		row.element.classList.toggle('is-new', isNew);
	}
}

function drawRest(row, rest) {
	const key = rest?.failed ? 'failed' : 'waiting';
	if (row.mode === key) return;
	row.mode = key;
	row.record = null;
	row.sign = null;
	row.element.className = 'row is-rest';
	row.element.removeAttribute('id');
	for (const name of ['aria-selected', 'aria-expanded', 'aria-level']) row.element.removeAttribute(name);
	fill(
		row.rest,
		rest?.failed
			? h(
					'button',
					{ type: 'button', onclick: row.does.retry, test: 'more-retry' },
					icon('refresh'),
					t('alarms.more-failed')
				)
			: h('span.unseen', null, t('state.loading'))
	);
	row.element.replaceChildren(row.rest);
}

function drawHead(row, group) {
	const { parts, element } = row;
	const many = group.members.length;
	write(parts.count, `×${many}`);
	parts.count.title = t('alarms.burst', { n: many });
	element.setAttribute('aria-expanded', group.expanded);
	const span = (group.members[0].start - group.members.at(-1).start) / 1000;
	write(parts.at, t('alarms.within', { n: many, span: duration(Math.max(1, span)) }));
}

/**
 * Fills a row.
 * @param {object} row of {@link createRow}
 * @param {import('./alarm-book.js').Row|{failed: boolean}|null} item an alarm, a burst, or what stands for older ones
 */
export function updateRow(row, item, index, { selected, active }) {
	if (!item?.record) {
		drawRest(row, item);
		return;
	}
	const { record, group } = item;
	const { parts, element } = row;
	if (row.mode !== 'alarm') element.replaceChildren(...row.cells);
	row.mode = 'alarm';
	row.item = item;
	row.record = record;
	const key = rowKey(item, index);
	const isHandled = ['false', 'closed', 'merged'].includes(record.state);
	const classes = [
		'row',
		`p${record.priority}`,
		record.open && 'is-open',
		isHandled && 'is-done',
		item.isHead && 'is-head',
		item.isMember && 'is-member',
		selected === record.id && !item.isHead && 'is-selected',
		active === key && 'is-active'
	];
	row.isNew = isFresh(record);
	if (row.isNew) classes.push('is-new');
	element.className = classes.filter(Boolean).join(' ');
	element.id = `alarm-${key}`;
	element.dataset.alarm = record.id;
	element.setAttribute('data-test', item.isHead ? 'burst-row' : 'alarm-row');
	element.setAttribute('aria-rowindex', index + 2);
	element.setAttribute('aria-selected', String(selected === record.id));
	element.setAttribute('aria-level', item.isMember ? '2' : '1');
	if (row.sign !== record.kind) {
		row.sign = record.kind;
		fill(parts.sign, icon(record.kind));
	}
	write(parts.kind, coded('kind', record.kind));
	write(parts.camera, record.camera?.name || record.camera?.id || '');
	write(parts.place, placeWords(record.place) || '–');
	write(parts.wide, record.place?.building || record.place?.elevator ? (record.place?.community ?? '') : '');
	write(parts.floor, record.floor === null ? '' : t('alarms.floor', { n: record.floor }));
	write(parts.column, record.column === null ? '' : t('alarms.column', { n: record.column }));
	parts.priority.className = `priority p${record.priority}`;
	write(parts.priority.firstChild, String(record.priority));
	write(parts.priority.lastChild, coded('priority', record.priority));
	parts.state.className = `chip state-${record.state}`;
	write(parts.state, coded('state', record.state));
	write(
		parts.by,
		record.state === 'new' ? (record.open ? t('alarms.open') : t('alarms.over')) : (record.handledBy ?? '')
	);
	parts.drill.hidden = !record.drill;
	parts.age.dateTime = new Date(record.start).toISOString();
	parts.age.title = moment(record.start);
	write(parts.age, age(record.start));
	parts.toggle.hidden = !item.isHead;
	parts.count.hidden = !item.isHead;
	if (item.isHead) drawHead(row, group);
	else {
		element.removeAttribute('aria-expanded');
		write(parts.at, day(record.start) === day(now()) ? clock(record.start) : moment(record.start, { seconds: false }));
	}
	showThumbnail(parts.canvas, thumbnailOf(record)?.uri ?? null);
}

/** The row is out of sight. */
export function releaseRow(row) {
	hideThumbnail(row.parts.canvas);
	row.record = null;
}
