// Pictures and clips of alarms. Each is asked for with a reason, and each such request stands in the audit log.

import { ask } from './api.js';
import { h } from './dom.js';
import { keepSession, recallSession } from './memory.js';
import { choice, field } from './parts.js';
import { t } from './words.js';

const reasons = ['handling', 'police', 'complaint', 'maintenance', 'other'];

/** The evidence of this kind, the newest where there are several. */
export const evidenceOf = (record, kind) => record.evidence.filter((file) => file.kind === kind).at(-1) ?? null;

/** The first snapshot: later ones show more, and would be one more note in the audit log for a picture as small as this. */
export const thumbnailOf = (record) => record.evidence.find((file) => file.kind === 'snapshot') ?? null;

/** The address of a file of evidence, with why it is looked at. */
export function evidenceAddress(uri, reason) {
	const path = uri
		.replace(/^file:/, '')
		.split('/')
		.map(encodeURIComponent)
		.join('/');
	return `/v1/evidence/${path}?reason=${encodeURIComponent(reason)}`;
}

/**
 * Fetches a file of evidence; `progress` hears shares 0…1. A clip is fetched whole: the player's own requests for pieces of
 * it would each be a note in the audit log.
 */
export async function fetchEvidence(uri, reason, { signal, progress } = {}) {
	const response = await ask(evidenceAddress(uri, reason), { signal, seconds: 120 });
	const length = Number(response.headers.get('Content-Length'));
	if (!progress || !length || !response.body) return response.blob();
	const pieces = [];
	let got = 0;
	const reader = response.body.getReader();
	for (;;) {
		const { value, done } = await reader.read();
		if (done) break;
		pieces.push(value);
		got += value.length;
		progress(got / length);
	}
	return new Blob(pieces, { type: response.headers.get('Content-Type') ?? '' });
}

/** Fields for the reason; what was chosen is remembered until the tab is closed. */
export function reasonFields() {
	const other = h('input', {
		type: 'text',
		maxlength: 200,
		value: recallSession('reason-text') ?? '',
		test: 'reason-text'
	});
	const select = choice(
		{ value: recallSession('reason') ?? 'handling', test: 'reason' },
		reasons.map((name) => [name, t(`reason.${name}`)])
	);
	const words = field(t('reason.text'), other);
	const draw = () => {
		words.hidden = select.value !== 'other';
	};
	select.addEventListener('change', () => {
		keepSession('reason', select.value);
		draw();
		if (select.value === 'other') other.focus();
	});
	other.addEventListener('input', () => keepSession('reason-text', other.value));
	draw();
	return {
		element: h('div.reason', null, field(t('reason.label'), select), words),
		/** The reason in words; empty where the field for it is. */
		reason() {
			return select.value === 'other' ? other.value.trim() : t(`reason.${select.value}`);
		},
		focus() {
			(select.value === 'other' ? other : select).focus();
		}
	};
}
