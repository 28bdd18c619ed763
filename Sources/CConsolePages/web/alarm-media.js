// Snapshot and clip of one alarm: shown once a reason is given.

import { now } from './api.js';
import { fill, h } from './dom.js';
import { evidenceOf, fetchEvidence, reasonFields } from './evidence.js';
import { icon } from './icons.js';
import { button, dialog, failure } from './parts.js';
import { coded, t } from './words.js';

/** Milliseconds after an alarm in which its clip may still come: it is cut half a minute later and encoded behind others. */
const patience = 300000;

function large(address, title) {
	const picture = h('img', { src: address, alt: title });
	const box = h('div.large', { tabindex: '0', 'aria-label': title, role: 'group' }, picture);
	picture.addEventListener('click', () => box.classList.toggle('is-full'));
	dialog(title, [box, h('p.hint', null, t('media.large-hint'))], { kind: 'wide', test: 'large-picture' });
}

/**
 * The part of the panel with picture and clip.
 * @param {object} record
 */
export function alarmMedia(record) {
	const stop = new AbortController();
	const addresses = [];
	const reason = reasonFields();
	const still = h('div.frame', { test: 'snapshot' });
	const film = h('div.clip', { test: 'clip' });
	const complaint = h('p.complaint', { role: 'alert' });
	let why = null;
	let shownClip = null;

	const address = (blob) => {
		addresses.push(URL.createObjectURL(blob));
		return addresses.at(-1);
	};

	async function showStill() {
		const file = evidenceOf(record, 'snapshot');
		if (!file) return;
		fill(still, h('span.spinner', { role: 'status' }, h('span.unseen', null, t('state.loading'))));
		try {
			const source = address(await fetchEvidence(file.uri, why, { signal: stop.signal }));
			const title = t('media.snapshot-of', { kind: coded('kind', record.kind) });
			fill(
				still,
				h(
					'button.picture',
					{ type: 'button', onclick: () => large(source, title), 'aria-label': t('media.enlarge') },
					h('img', { src: source, alt: title, test: 'snapshot-picture' }),
					h('span.corner', null, icon('search'))
				)
			);
		} catch (error) {
			if (error.name !== 'AbortError') fill(still, failure(error, showStill));
		}
	}

	async function showClip() {
		const file = evidenceOf(record, 'clip');
		if (!file || shownClip === file.uri) return;
		shownClip = file.uri;
		const bar = h('progress', { max: 1, 'aria-label': t('media.clip-loading') });
		fill(film, h('p.waiting', null, icon('film'), t('media.clip-loading')), bar);
		try {
			const blob = await fetchEvidence(file.uri, why, {
				signal: stop.signal,
				progress: (share) => {
					bar.value = share;
				}
			});
			fill(
				film,
				h('video', {
					src: address(blob),
					controls: true,
					muted: true,
					playsinline: true,
					preload: 'auto',
					'aria-label': t('media.clip'),
					test: 'clip-video'
				})
			);
		} catch (error) {
			shownClip = null;
			if (error.name !== 'AbortError') fill(film, failure(error, showClip));
		}
	}

	function show() {
		if (!evidenceOf(record, 'snapshot') && !evidenceOf(record, 'clip')) return;
		if (!reason.reason()) {
			fill(complaint, icon('warn'), t('reason.missing'));
			reason.focus();
			return;
		}
		fill(complaint);
		why = reason.reason();
		gate.hidden = true;
		showStill();
		showClip();
	}

	const gate = h(
		'div.gate',
		null,
		reason.element,
		button(t('media.show'), { onclick: show, class: 'main-action', test: 'show-evidence' }, 'eye'),
		complaint
	);

	function draw() {
		const [snapshot, clip] = [evidenceOf(record, 'snapshot'), evidenceOf(record, 'clip')];
		gate.hidden = why !== null || (!snapshot && !clip);
		if (why === null) {
			fill(
				still,
				h(
					'span.no-picture',
					null,
					icon(snapshot ? 'eye' : record.kind),
					h('span', null, t(snapshot ? 'media.ask' : record.drill ? 'media.none-drill' : 'media.none'))
				)
			);
		}
		if (clip && why !== null) showClip();
		else if (clip) fill(film, h('p.waiting', { test: 'clip-there' }, icon('film'), t('media.clip-there')));
		else if (snapshot && now() - (record.end ?? now()) < patience) {
			fill(
				film,
				h(
					'p.waiting',
					{ role: 'status', test: 'clip-waiting' },
					h('i.spinner', { 'aria-hidden': 'true' }),
					t('media.clip-soon')
				)
			);
		} else fill(film, snapshot && h('p.waiting', { test: 'clip-none' }, icon('film'), t('media.clip-none')));
	}
	draw();

	return {
		element: h('section.media', { 'aria-label': t('media.label') }, still, gate, film),
		show,
		/** The record has changed: a clip may have come. */
		update: draw,
		close() {
			stop.abort();
			for (const one of addresses) URL.revokeObjectURL(one);
		}
	};
}
