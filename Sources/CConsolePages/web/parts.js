// Parts that all views are made of: states of waiting, emptiness and failure, chips, fields, toasts, dialogs.

import { Problem } from './api.js';
import { fill, h, unique } from './dom.js';
import { icon } from './icons.js';
import { boxWords } from './mistake-words.js';
import { coded, hasWords, t } from './words.js';

/** What went wrong, in the page's language: by the problem's name, else in the box's own words. */
export function problemWords(error) {
	if (!(error instanceof Problem))
		return { title: t('problem.page'), detail: String(error?.message ?? error), remedy: '' };
	const key = `problem.${error.name}`;
	const known = hasWords(key);
	const remedyKey = `remedy.${error.name}`;
	let remedy = hasWords(remedyKey) ? t(remedyKey) : error.remedy;
	if (error.retryAfter) remedy = t('problem.retry-after', { n: error.retryAfter });
	return {
		title: known ? t(key) : error.detail || t('problem.unknown', { name: error.name }),
		detail: known && hasWords(`telling.${error.name}`) ? boxWords(error.detail) : '',
		remedy
	};
}

/** A problem as one line. */
export function problemLine(error) {
	const { title, detail, remedy } = problemWords(error);
	return [title, detail, remedy].filter(Boolean).join(t('punctuation.stop'));
}

/** A panel that says what failed and offers to try again. */
export function failure(error, retry) {
	const { title, detail, remedy } = problemWords(error);
	return h(
		'div.state.failed',
		{ role: 'alert', test: 'failure' },
		icon('warn'),
		h('p.state-title', null, title),
		detail && h('p', null, detail),
		remedy && h('p', null, remedy),
		retry && h('button', { type: 'button', onclick: retry, test: 'retry' }, icon('refresh'), t('action.retry'))
	);
}

/** A panel for where there is nothing, which says why and what to do. */
export function nothing(title, hint, sign = 'info', ...more) {
	return h(
		'div.state',
		{ test: 'empty' },
		icon(sign),
		h('p.state-title', null, title),
		hint && h('p', null, hint),
		more
	);
}

/** Grey bars of about the size of what is on its way. */
export function skeleton(count = 6, kind = '') {
	return h(
		'div.skeletons',
		{ role: 'status', class: `skeletons ${kind}` },
		h('span.unseen', null, t('state.loading')),
		Array.from({ length: count }, () => h('i', { 'aria-hidden': 'true' }))
	);
}

/** Shows what `load` gives by `draw`, with waiting and failure before it. */
export async function loadInto(place, load, draw, waiting = skeleton()) {
	fill(place, waiting);
	place.setAttribute('aria-busy', 'true');
	try {
		const got = await load();
		fill(place, draw(got));
	} catch (error) {
		if (error.name === 'AbortError') return;
		fill(
			place,
			failure(error, () => loadInto(place, load, draw, waiting))
		);
	} finally {
		place.removeAttribute('aria-busy');
	}
}

/** Where an alarm stands, as a chip. */
export const stateChip = (state) => h(`span.chip.state-${state}`, null, coded('state', state));

/** The urgency of an alarm: a number in a shape of its own, and words. */
export const priorityMark = (priority) =>
	h(
		`span.priority.p${priority}`,
		null,
		h('b', { 'aria-hidden': 'true' }, String(priority)),
		coded('priority', priority)
	);

const markSigns = {
	up: 'check',
	down: 'cross',
	unknown: 'help',
	exempt: 'minus',
	ended: 'minus',
	met: 'check',
	missed: 'cross'
};

/** A chip with a sign, so that colour is not all there is: up, down, met, missed … */
export const mark = (group, code) =>
	h(`span.chip.mark-${code}`, null, icon(markSigns[code] ?? 'help'), coded(group, code));

/**
 * A field with its label and a hint.
 * @param {string} label
 * @param {HTMLElement} input
 * @param {string} [hint]
 */
export function field(label, input, hint) {
	input.id ||= unique('field');
	const note = hint ? h('span.hint', { id: unique('hint') }, hint) : null;
	if (note) input.setAttribute('aria-describedby', note.id);
	return h('div.field', null, h('label', { for: input.id }, label), input, note);
}

/** A box to tick, with its label. */
export function tick(label, values) {
	return h('label.tick', null, h('input', { type: 'checkbox', ...values }), h('span', null, label));
}

/** A select of `[value, words]`. */
export function choice(values, options) {
	return h(
		'select',
		values,
		options.map(([value, words]) => h('option', { value }, words))
	);
}

/** A button with a sign. */
export function button(words, values = {}, sign = null) {
	return h('button', { type: 'button', ...values }, sign && icon(sign), h('span', null, words));
}

/** Words that show for some seconds, and are read out. */
export function toast(words, kind = 'good') {
	const note = h(
		`div.toast.${kind}`,
		{ role: kind === 'bad' ? 'alert' : 'status', test: 'toast' },
		icon(kind === 'bad' ? 'warn' : 'check'),
		h('span', null, words)
	);
	const close = () => note.remove();
	note.append(h('button.bare', { type: 'button', 'aria-label': t('action.close'), onclick: close }, icon('cross')));
	document.getElementById('toasts').append(note);
	setTimeout(close, kind === 'bad' ? 12000 : 5000);
}

/** Runs `work` while `control` cannot be pressed again; a failure becomes a toast. Gives undefined where it failed. */
export async function busy(control, work) {
	control.disabled = true;
	control.setAttribute('aria-busy', 'true');
	try {
		return await work();
	} catch (error) {
		if (error.name !== 'AbortError') toast(problemLine(error), 'bad');
		return undefined;
	} finally {
		control.disabled = false;
		control.removeAttribute('aria-busy');
	}
}

/**
 * A dialog over the page. It is gone from the document once it is closed, and focus is back where it was.
 * @param {string} title
 * @param {any} body
 * @param {{test?: string, kind?: string, locked?: boolean, onclose?: () => void}} [how] `locked`: it cannot be dismissed
 */
export function dialog(title, body, how = {}) {
	const heading = h('h2', { id: unique('title'), tabindex: '-1' }, title);
	const before = document.activeElement;
	const frame = h(
		'dialog',
		{ 'aria-labelledby': heading.id, test: how.test, class: how.kind ?? '' },
		h(
			'div.dialog-head',
			null,
			heading,
			!how.locked &&
				h(
					'button.bare',
					{ type: 'button', 'aria-label': t('action.close'), onclick: () => frame.close() },
					icon('cross')
				)
		),
		body
	);
	frame.addEventListener('cancel', (event) => {
		if (how.locked) event.preventDefault();
	});
	frame.addEventListener('close', () => {
		frame.remove();
		how.onclose?.();
		if (before?.isConnected) before.focus();
	});
	document.body.append(frame);
	frame.showModal();
	return frame;
}

/** Asks before something that cannot be taken back. Resolves to whether it shall be done. */
export function confirmed(title, words, doIt, kind = 'danger') {
	return new Promise((resolve) => {
		let answer = false;
		const decide = (value) => {
			answer = value;
			frame.close();
		};
		const frame = dialog(
			title,
			[
				h('p', null, words),
				h(
					'div.dialog-foot',
					null,
					button(t('action.cancel'), { onclick: () => decide(false), test: 'cancel' }),
					button(doIt, { class: kind, onclick: () => decide(true), autofocus: true, test: 'confirm' })
				)
			],
			{ test: 'confirm-dialog', onclose: () => resolve(answer) }
		);
	});
}

const polite = () => document.getElementById('polite');

/** Has `words` read out once there is a pause. */
export function announce(words) {
	const region = polite();
	// The same words again are read only if they were away meanwhile.
	region.textContent = '';
	setTimeout(() => {
		region.textContent = words;
	}, 50);
}
