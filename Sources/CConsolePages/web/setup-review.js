// What a change does to the site's file, before it is applied; what was applied before, and back.

import { get, send } from './api.js';
import { fill, h } from './dom.js';
import { timeElement } from './format.js';
import { icon } from './icons.js';
import { boxWords } from './mistake-words.js';
import { button, busy, confirmed, dialog, failure, loadInto, nothing, skeleton, toast } from './parts.js';
import { t } from './words.js';

/** Mistakes or warnings, each with its key and remedy. */
export function mistakeList(mistakes, kind) {
	if (!mistakes?.length) return null;
	return h(
		`ul.mistakes.${kind}`,
		{ test: kind === 'bad' ? 'mistakes' : 'warnings' },
		mistakes.map((one) =>
			h(
				'li',
				null,
				icon('warn'),
				h(
					'div',
					null,
					h('code', null, one.key),
					one.line ? h('span.hint', null, ` ${t('review.line', { n: one.line })}`) : null,
					h('p', null, boxWords(one.problem)),
					one.remedy && h('p.remedy', null, boxWords(one.remedy))
				)
			)
		)
	);
}

const lineKind = (line) =>
	/^(\+\+\+|---|@@)/.test(line) ? 'where' : line.startsWith('+') ? 'more' : line.startsWith('-') ? 'less' : 'same';

/** A unified diff, line by line. */
function diffBlock(diff) {
	if (!diff?.trim()) return h('p.hint', null, t('review.same'));
	return h(
		'pre.diff',
		{ tabindex: '0', role: 'group', 'aria-label': t('review.diff'), test: 'diff' },
		diff
			.replace(/\n$/, '')
			.split('\n')
			.map((line) => h(`span.${lineKind(line)}`, null, `${line}\n`))
	);
}

function findings(checked) {
	return [
		checked.mistakes?.length ? [h('h3', null, t('review.mistakes')), mistakeList(checked.mistakes, 'bad')] : null,
		checked.warnings?.length ? [h('h3', null, t('review.warnings')), mistakeList(checked.warnings, 'doubt')] : null,
		h('h3', null, t('review.diff')),
		diffBlock(checked.diff),
		h(
			'p.restarts',
			{ test: 'restarts' },
			icon('refresh'),
			checked.restarts?.length ? t('review.restarts', { names: checked.restarts.join(', ') }) : t('review.no-restarts')
		)
	];
}

/**
 * Shows what a change does, and applies it when told so. Resolves to CHECKED once applied, else to null.
 * @param {object} change CHANGE; gets the revision of now where the file was changed meanwhile
 */
export function review(change, title = t('review.title')) {
	return new Promise((resolve) => {
		let done = null;
		const place = h('div', null, skeleton(6, 'lines'));
		const apply = button(
			t('review.apply'),
			{ class: 'main-action', disabled: true, test: 'apply', onclick: () => busy(apply, run) },
			'check'
		);
		const frame = dialog(
			title,
			[
				place,
				h('div.dialog-foot', null, button(t('action.cancel'), { onclick: () => frame.close(), test: 'cancel' }), apply)
			],
			{ kind: 'wide', test: 'review', onclose: () => resolve(done) }
		);

		async function check() {
			fill(place, skeleton(6, 'lines'));
			apply.disabled = true;
			try {
				const checked = await send('POST', '/console/api/setup/check', change, { seconds: 60 });
				fill(place, findings(checked));
				apply.disabled = Boolean(checked.mistakes?.length);
				(apply.disabled ? frame.querySelector('[data-test=cancel]') : apply).focus();
			} catch (error) {
				fill(place, failure(error, check));
			}
		}

		async function run() {
			try {
				done = await send('POST', '/console/api/setup/apply', change, { seconds: 60 });
				frame.close();
				toast(t('review.applied'));
			} catch (error) {
				if (error.name === 'mistakes' && error.body?.mistakes) fill(place, findings(error.body));
				else if (error.name === 'changed-meanwhile') {
					fill(
						place,
						failure(error),
						h(
							'p.center',
							null,
							button(
								t('review.again'),
								{
									test: 'review-again',
									onclick: async () => {
										change.revision = (await get('/console/api/setup/cameras')).revision;
										check();
									}
								},
								'refresh'
							)
						)
					);
				} else throw error;
			}
		}
		check();
	});
}

/** What was applied before, and the way back. */
export function showHistory(main) {
	const place = h('div.card');
	const undo = button(
		t('history.undo'),
		{
			test: 'undo-change',
			onclick: () =>
				busy(undo, async () => {
					if (!(await confirmed(t('history.undo'), t('history.undo-words'), t('history.undo')))) return;
					const { revision } = await get('/console/api/setup/cameras');
					const checked = await send('POST', '/console/api/setup/undo', { revision }, { seconds: 60 });
					dialog(t('history.undone'), findings(checked), { kind: 'wide', test: 'undone' });
					load();
				})
		},
		'undo'
	);
	const row = (version) =>
		h(
			'tr',
			null,
			h('td.number', null, version.number),
			h('td', null, timeElement(version.at)),
			h('td', null, version.by),
			h('td', null, boxWords(version.what)),
			h('td', null, version.current && h('span.chip.good', null, t('history.current')))
		);
	const load = () =>
		loadInto(
			place,
			() => get('/console/api/setup/history'),
			({ versions }) =>
				versions.length
					? h(
							'table',
							{ test: 'versions' },
							h(
								'thead',
								null,
								h(
									'tr',
									null,
									h('th.number', { scope: 'col' }, t('audit.number')),
									['at', 'by', 'what'].map((name) => h('th', { scope: 'col' }, t(`history.${name}`))),
									h('th', { scope: 'col' }, t('users.enabled'))
								)
							),
							h('tbody', null, versions.map(row))
						)
					: nothing(t('history.none'), '', 'clock'),
			skeleton(4, 'lines')
		);
	fill(
		main,
		h('p.back', null, h('a', { href: '#/setup' }, icon('left'), t('view.setup'))),
		h('div.view-head', null, h('h1', { tabindex: '-1' }, t('history.title')), undo),
		h('p.hint', null, t('history.hint')),
		place
	);
	load();
}
