// One alarm: what is known of it, and what people do about it.

import { get, may, now, send } from './api.js';
import { fill, h, settled, unique, uuid } from './dom.js';
import { alarmMedia } from './alarm-media.js';
import { recordOfHistory } from './alarm-record.js';
import { detailWords } from './details.js';
import { age, duration, fullPlace, timeElement } from './format.js';
import { icon } from './icons.js';
import { button, busy, confirmed, failure, priorityMark, problemLine, skeleton, stateChip, toast } from './parts.js';
import { address } from './router.js';
import { coded, t } from './words.js';

const actions = [
	['ack', 'A', 'eye'],
	['confirm', 'C', 'check'],
	['false', 'F', 'cross'],
	['close', 'X', 'stop']
];

const fact = (words, value) => (value ? [h('dt', null, words), h('dd', null, value)] : null);

function facts(record) {
	const until = record.end ?? now();
	return h(
		'dl.facts',
		null,
		fact(t('fact.place'), fullPlace(record.place)),
		fact(
			t('fact.floor'),
			record.floor === null
				? null
				: [
						t('alarms.floor', { n: record.floor }),
						record.floorError ? ` ± ${record.floorError.toFixed(1)}` : '',
						record.column === null ? '' : ` · ${t('alarms.column', { n: record.column })}`
					]
		),
		fact(
			t('fact.camera'),
			h('a', { href: address(['cameras', record.camera.id]) }, record.camera.name || record.camera.id)
		),
		fact(t('fact.began'), [timeElement(record.start), ` (${age(record.start)})`]),
		fact(
			t('fact.ended'),
			record.open
				? t('alarms.still')
				: record.end
					? [timeElement(record.end), ` (${duration((until - record.start) / 1000)})`]
					: t('alarms.over')
		),
		fact(t('fact.confidence'), record.confidence === undefined ? null : `${Math.round(record.confidence * 100)} %`),
		fact(t('fact.detail'), detailWords(record.detail)),
		fact(t('fact.parts'), record.parts ? t('alarms.parts', { n: record.parts }) : null),
		fact(t('fact.id'), h('code', null, record.id))
	);
}

function doneWords(one) {
	if (one.state === 'merged') {
		return one.from
			? t('done.joined', { id: one.from.slice(0, 8) })
			: t('done.merged', { id: (one.into ?? '').slice(0, 8) });
	}
	return coded('done', one.state);
}

function history(found) {
	const first = found.events[0];
	const over = found.events.findLast?.((event) => event.data.phase === 'close');
	const lines = [[first.time, t('done.began'), '', '']];
	if (over) lines.push([over.data.committedAt ?? over.time, t('done.over'), '', '']);
	for (const one of found.handling)
		lines.push([one.at, doneWords(one), [one.by, one.unit].filter(Boolean).join(', '), one.comment]);
	lines.sort((one, other) => Date.parse(one[0]) - Date.parse(other[0]));
	return h(
		'ol.done',
		{ test: 'history' },
		lines.map(([at, words, by, comment]) =>
			h(
				'li',
				null,
				timeElement(at),
				h('span', null, h('b', null, words), by && ` · ${by}`),
				comment && h('q', null, comment)
			)
		)
	);
}

/**
 * Opens the panel in `place`.
 * @param {HTMLElement} place
 * @param {string} id
 * @param {{record: object|undefined, others: () => object[], close: () => void, step: (by: number) => void,
 *   changed: (record: object) => void}} does `others`: alarms of the same burst
 */
export function openPanel(place, id, does) {
	const stop = new AbortController();
	const title = h('h2', { tabindex: '-1', id: unique('alarm') });
	const marks = h('div.marks');
	const body = h('div.panel-body');
	const factsPlace = h('div');
	const historyPlace = h('div', null, skeleton(3));
	const burstPlace = h('div');
	let { record } = does;
	let media = null;

	const comment = h('textarea', {
		rows: 2,
		maxlength: 4000,
		id: unique('comment'),
		test: 'comment',
		placeholder: t('handle.comment-hint')
	});
	const buttons = actions.map(([name, key, sign]) =>
		button(
			t(`handle.${name}`),
			{
				onclick: () => act(name),
				test: `do-${name}`,
				'aria-keyshortcuts': key,
				title: `${t(`handle.${name}`)} (${key})`,
				class: `act-${name}`
			},
			sign
		)
	);
	const handling = h('section.handling', { 'aria-label': t('handle.label') });

	async function act(name) {
		if (!may('handle') || !record || ['closed', 'merged'].includes(record.state)) return;
		if (
			name === 'close' &&
			!(await confirmed(t('handle.close-title'), t('handle.close-words'), t('handle.close'), 'main-action'))
		)
			return;
		buttons.forEach((one) => {
			one.disabled = true;
		});
		try {
			const found = await send(
				'POST',
				`/v1/alarms/${id}/${name}`,
				comment.value.trim() ? { comment: comment.value.trim() } : {},
				{ headers: { 'Idempotency-Key': uuid() } }
			);
			comment.value = '';
			toast(t(`handle.${name}-done`));
			take(found);
		} catch (error) {
			toast(problemLine(error), 'bad');
			if (error.status === 409) load();
		} finally {
			drawHandling();
		}
	}

	function drawHandling() {
		const isOver = ['closed', 'merged'].includes(record.state);
		buttons.forEach((one) => {
			one.disabled = isOver;
		});
		comment.disabled = isOver;
		buttons[0].setAttribute('aria-pressed', String(record.state !== 'new'));
		if (!handling.childElementCount) {
			fill(
				handling,
				may('handle')
					? [h('label', { for: comment.id }, t('handle.comment')), comment, h('div.buttons', null, buttons)]
					: h('p.hint', null, t('handle.not-allowed'))
			);
		}
		handling.classList.toggle('is-over', isOver);
	}

	function drawBurst() {
		const others = does.others();
		const open = others.filter((one) => one.id !== id && !['closed', 'merged'].includes(one.state));
		if (!open.length || !may('handle') || ['closed', 'merged'].includes(record.state)) {
			fill(burstPlace);
			return;
		}
		fill(
			burstPlace,
			h(
				'p.burst',
				null,
				icon('info'),
				h('span', null, t('burst.words', { n: open.length })),
				button(t('burst.merge'), {
					test: 'merge-burst',
					onclick: (event) =>
						busy(event.currentTarget, async () => {
							if (
								!(await confirmed(
									t('burst.merge'),
									t('burst.merge-words', { n: open.length }),
									t('burst.merge'),
									'main-action'
								))
							)
								return;
							for (const one of open) await send('POST', `/v1/alarms/${id}/merge`, { alarm: one.id });
							toast(t('burst.merged'));
							load();
						})
				})
			)
		);
	}

	function draw() {
		fill(title, icon(record.kind), h('span', null, coded('kind', record.kind)));
		fill(
			marks,
			priorityMark(record.priority),
			stateChip(record.state),
			record.open && h('span.chip.open', null, t('alarms.open')),
			record.drill && h('span.chip.drill', null, t('alarms.drill'))
		);
		fill(factsPlace, facts(record));
		drawHandling();
		drawBurst();
		if (!media) {
			media = alarmMedia(record);
			fill(
				body,
				media.element,
				burstPlace,
				handling,
				factsPlace,
				h('section', null, h('h3', null, t('done.title')), historyPlace)
			);
		} else media.update();
	}

	function take(found) {
		const fresh = recordOfHistory(found);
		const last = found.events.at(-1);
		fresh.floorError = last.data.origin?.floorError ?? null;
		if (record) {
			const { group, arrived } = record;
			Object.assign(record, fresh, {
				group,
				arrived,
				evidence: fresh.evidence.length ? fresh.evidence : record.evidence
			});
		} else record = fresh;
		draw();
		fill(historyPlace, history(found));
		does.changed(record);
	}

	async function load() {
		try {
			take(await get(`/v1/alarms/${id}`, { signal: stop.signal }));
		} catch (error) {
			if (error.name === 'AbortError') return;
			if (record) fill(historyPlace, failure(error, load));
			else {
				fill(title, h('span', null, t('alarms.one')));
				fill(body, failure(error, load));
			}
		}
	}
	const loadSoon = settled(300, load);

	fill(
		place,
		h(
			'div.panel-head',
			null,
			h('div.panel-title', null, title, marks),
			h(
				'button.bare',
				{
					type: 'button',
					'aria-label': t('alarms.previous'),
					title: `${t('alarms.previous')} (K)`,
					onclick: () => does.step(-1)
				},
				icon('up')
			),
			h(
				'button.bare',
				{
					type: 'button',
					'aria-label': t('alarms.next'),
					title: `${t('alarms.next')} (J)`,
					onclick: () => does.step(1)
				},
				icon('down')
			),
			h(
				'button.bare',
				{
					type: 'button',
					'aria-label': t('action.close'),
					title: `${t('action.close')} (Esc)`,
					onclick: does.close,
					test: 'close-panel'
				},
				icon('cross')
			)
		),
		body
	);
	place.setAttribute('aria-labelledby', title.id);
	if (record) draw();
	else fill(body, skeleton(8));
	load();

	return {
		id,
		act,
		show: () => media?.show(),
		focus: () => title.focus({ preventScroll: true }),
		comment: () => comment.focus(),
		/** An event has changed the record. */
		update(isHandled) {
			if (record) draw();
			if (isHandled) loadSoon();
		},
		close() {
			stop.abort();
			loadSoon.cancel();
			media?.close();
		}
	};
}
