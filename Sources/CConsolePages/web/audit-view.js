// The audit log: who looked at what, and why.

import { get, withQuery } from './api.js';
import { fill, h } from './dom.js';
import { timeElement } from './format.js';
import { icon } from './icons.js';
import { boxWords } from './mistake-words.js';
import { failure, nothing, skeleton } from './parts.js';
import { coded, t } from './words.js';

const page = 100;

/** What people gave as a reason stands as it is. */
const reason = (entry) =>
	['configure', 'probe'].includes(entry.action) ? boxWords(entry.reason) : entry.reason;

const row = (entry) =>
	h(
		'tr',
		{ test: 'audit-row' },
		h('td.number', null, entry.number),
		h('td', null, timeElement(entry.at)),
		h('td', null, coded('audit-action', entry.action)),
		h('td.object', null, h('code', null, entry.object ?? '–')),
		h('td', null, reason(entry) ?? '–'),
		h('td', null, entry.by),
		h('td', null, entry.address ?? '–')
	);

/** Opens the view in `main`. */
export function open(main) {
	const stop = new AbortController();
	const rows = h('tbody');
	const table = h(
		'div.card.scroll',
		{ tabindex: '0', role: 'group', 'aria-label': t('view.audit'), hidden: true },
		h(
			'table',
			{ test: 'audit' },
			h(
				'thead',
				null,
				h(
					'tr',
					null,
					['number', 'at', 'action', 'object', 'reason', 'by', 'address'].map((name) =>
						h('th', { scope: 'col', class: name === 'number' ? 'number' : null }, t(`audit.${name}`))
					)
				)
			),
			rows
		)
	);
	const foot = h('div.foot', null, skeleton(12, 'lines'));
	let next = null;

	async function load() {
		if (rows.childElementCount) fill(foot, skeleton(2, 'lines'));
		try {
			const found = await get(withQuery('/console/api/audit', { before: next, limit: page }), { signal: stop.signal });
			const added = found.entries.map(row);
			rows.append(...added);
			table.hidden = !rows.childElementCount;
			const isMore = next !== null;
			next = found.next;
			fill(
				foot,
				!rows.childElementCount
					? nothing(t('audit.none'), '', 'book')
					: next === null
						? h('p.hint', null, t('audit.end'))
						: h('button', { type: 'button', onclick: load, test: 'audit-more' }, icon('down'), t('audit.more'))
			);
			if (isMore) added[0]?.scrollIntoView({ block: 'nearest' });
		} catch (error) {
			if (error.name !== 'AbortError') fill(foot, failure(error, load));
		}
	}

	fill(
		main,
		h('div.view-head', null, h('h1', { tabindex: '-1' }, t('view.audit'))),
		h('p.hint', null, t('audit.hint')),
		table,
		foot
	);
	load();
	return { close: () => stop.abort() };
}
