// Which alarms the list shows: fields, the part of the address that remembers them, the query, and the same test for what
// comes live.

import { get, now } from './api.js';
import { fill, h } from './dom.js';
import { addDays, day, fromLocal } from './format.js';
import { icon } from './icons.js';
import { choice, field, tick } from './parts.js';
import { coded, t } from './words.js';

/** The kinds of alarm, as events name them. */
export const kinds = ['thrown-object', 'ebike-in-elevator', 'fire', 'smoke', 'device-offline', 'picture-quality'];
const states = ['new', 'acknowledged', 'confirmed', 'false', 'closed'];
const names = ['kind', 'building', 'camera', 'state', 'open', 'drills', 'from', 'to'];

/** A filter out of the query of an address. */
export function filterOf(query) {
	return Object.fromEntries(names.map((name) => [name, query.get(name) ?? '']));
}

/** Whether two filters are the same. */
export const isSame = (one, other) => names.every((name) => one[name] === other[name]);

/** Whether it lets everything through. */
export const isEmpty = (filter) => names.every((name) => !filter[name]);

const moment = (text) => {
	const found = text ? fromLocal(text) : NaN;
	return Number.isFinite(found) ? found : null;
};

/** The filter as query of `GET /console/api/alarms`. */
export function queryOf(filter) {
	const iso = (text) => (moment(text) === null ? '' : new Date(moment(text)).toISOString());
	return {
		kind: filter.kind,
		building: filter.building,
		camera: filter.camera,
		state: filter.state,
		open: filter.open,
		drills: filter.drills,
		from: iso(filter.from),
		to: iso(filter.to)
	};
}

/** Whether the filter lets `record` through, as the box would say. */
export function matches(filter, record) {
	if (record.state === 'merged') return false;
	if (filter.kind && record.kind !== filter.kind) return false;
	if (filter.camera && record.camera?.id !== filter.camera) return false;
	if (filter.building && record.place?.building !== filter.building) return false;
	if (filter.state && record.state !== filter.state) return false;
	if (filter.open === 'true' && !record.open) return false;
	if (filter.drills === 'false' && record.drill) return false;
	const [from, to] = [moment(filter.from), moment(filter.to)];
	return (from === null || record.start >= from) && (to === null || record.start <= to);
}

let buildings = null;

/** The buildings that the site's cameras look at. */
async function allBuildings() {
	buildings ??= get('/console/api/cameras').then(({ cameras }) =>
		[...new Set(cameras.map((camera) => camera.place?.building).filter(Boolean))].sort((one, other) =>
			one.localeCompare(other, 'zh', { numeric: true })
		)
	);
	try {
		return await buildings;
	} catch {
		buildings = null;
		return [];
	}
}

function timeBox(filter, change) {
	const input = (name) =>
		h('input', {
			type: 'datetime-local',
			value: filter[name],
			test: `filter-${name}`,
			onchange: (event) => change({ [name]: event.target.value })
		});
	const preset = (key, days) =>
		h(
			'button',
			{
				type: 'button',
				test: `filter-${key}`,
				onclick: () => {
					const today = day(now());
					change({ from: `${addDays(today, -days)}T00:00`, to: days === 1 ? `${today}T00:00` : '' });
				}
			},
			t(`filter.${key}`)
		);
	const shown = [filter.from, filter.to].some(Boolean)
		? `${filter.from.replace('T', ' ') || '…'} – ${filter.to.replace('T', ' ') || t('filter.until-now')}`
		: t('filter.any-time');
	return h(
		'details.pop',
		{ test: 'filter-time' },
		h('summary', null, icon('clock'), h('span', null, shown)),
		h(
			'div.menu',
			null,
			h('div.presets', null, preset('today', 0), preset('yesterday', 1), preset('week', 6), preset('month', 29)),
			field(t('filter.from'), input('from')),
			field(t('filter.to'), input('to')),
			h('button', { type: 'button', onclick: () => change({ from: '', to: '' }) }, t('filter.any-time'))
		)
	);
}

/**
 * The bar of fields.
 * @param {object} filter
 * @param {(changes: object) => void} change
 */
export function filterBar(filter, change) {
	const select = (name, options) => {
		const words = t(`filter.${name}`);
		return choice(
			{
				value: filter[name],
				'aria-label': words,
				test: `filter-${name}`,
				class: filter[name] ? 'is-set' : null,
				onchange: (event) => change({ [name]: event.target.value })
			},
			[['', t(`filter.all-${name}`)], ...options]
		);
	};
	const building = select('building', filter.building ? [[filter.building, filter.building]] : []);
	allBuildings().then((all) => {
		const options = all.includes(filter.building) || !filter.building ? all : [filter.building, ...all];
		fill(
			building,
			h('option', { value: '' }, t('filter.all-building')),
			options.map((name) => h('option', { value: name }, name))
		);
		building.value = filter.building;
	});
	return h(
		'div.filters',
		{ role: 'group', 'aria-label': t('filter.label') },
		select(
			'kind',
			kinds.map((kind) => [kind, coded('kind', kind)])
		),
		building,
		select(
			'state',
			states.map((state) => [state, coded('state', state)])
		),
		timeBox(filter, change),
		tick(t('filter.open'), {
			checked: filter.open === 'true',
			test: 'filter-open',
			onchange: (event) => change({ open: event.target.checked ? 'true' : '' })
		}),
		tick(t('filter.no-drills'), {
			checked: filter.drills === 'false',
			test: 'filter-drills',
			onchange: (event) => change({ drills: event.target.checked ? 'false' : '' })
		}),
		filter.camera && h('span.chip', null, t('filter.camera', { name: filter.camera })),
		!isEmpty(filter) &&
			h(
				'button.quiet',
				{
					type: 'button',
					test: 'filter-reset',
					onclick: () => change(Object.fromEntries(names.map((name) => [name, ''])))
				},
				icon('cross'),
				h('span', null, t('filter.reset'))
			)
	);
}
