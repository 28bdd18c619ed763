// Setting up one camera: drawing, numbers, settings; then review and apply.

import { ask, get } from './api.js';
import { fill, h } from './dom.js';
import { Drawing, kindsFor } from './drawing.js';
import { readShapes, writeShapes } from './geometry.js';
import { icon } from './icons.js';
import { button, failure, skeleton } from './parts.js';
import { go } from './router.js';
import { Draft } from './setup-draft.js';
import { setupForm } from './setup-form.js';
import { liveNumbers } from './setup-numbers.js';
import { review } from './setup-review.js';
import { testDetectors } from './setup-test.js';
import { t } from './words.js';

/** An empty picture, so that one may draw before there is any. */
const emptyPicture = 'data:image/gif;base64,R0lGODlhAQABAIAAAGZmZgAAACwAAAAAAQABAAACAkQBADs=';

async function lastPicture(id) {
	try {
		const response = await ask(`/console/api/cameras/${encodeURIComponent(id)}/picture?width=1920`);
		const address = URL.createObjectURL(await response.blob());
		const image = new Image();
		image.src = address;
		await image.decode();
		return { address, width: image.naturalWidth, height: image.naturalHeight };
	} catch {
		return null;
	}
}

export class CameraSetup {
	constructor(main, id, given) {
		this.main = main;
		this.id = id;
		fill(main, h('h1.unseen', { tabindex: '-1' }, id), skeleton(6));
		this.load(given);
	}

	/** `given`: what a probe has found of a camera that is not in the file yet. */
	async load(given) {
		try {
			const [list, site] = await Promise.all([
				get('/console/api/setup/cameras'),
				get('/console/api/cameras').catch(() => ({ cameras: [] }))
			]);
			this.writable = list.writable;
			this.recorders = list.recorders;
			const known = site.cameras.find((one) => one.id === this.id);
			if (given)
				this.draft = new Draft({
					section: 'cameras',
					id: this.id,
					entry: given.entry,
					revision: list.revision,
					isNew: true,
					password: given.password
				});
			else {
				const found = await get(`/console/api/setup/cameras/${encodeURIComponent(this.id)}`);
				this.draft = new Draft({
					section: 'cameras',
					id: this.id,
					entry: found.entry,
					revision: found.revision ?? list.revision,
					hasPassword: found.hasPassword
				});
			}
			const last = given ? null : known && !known.pictureAt ? null : await lastPicture(this.id);
			this.address = last?.address;
			this.size = {
				width: given?.stream?.width ?? known?.width ?? last?.width ?? 1920,
				height: given?.stream?.height ?? known?.height ?? last?.height ?? 1080
			};
			if (this.isClosed) return;
			this.build(given?.picture ?? last?.address ?? emptyPicture, !given?.picture && !last);
		} catch (error) {
			if (!this.isClosed)
				fill(
					this.main,
					h('h1.unseen', { tabindex: '-1' }, this.id),
					failure(error, () => this.load(given))
				);
		}
	}

	build(picture, isEmpty) {
		const { draft } = this;
		this.drawing = new Drawing({
			picture,
			...this.size,
			kinds: kindsFor(draft.entry),
			shapes: readShapes(draft.entry),
			changed: (shapes) => {
				draft.entry = writeShapes(draft.entry, shapes);
				this.changed();
			}
		});
		this.numbers = liveNumbers(() => ({
			camera: this.id,
			...this.size,
			settings: draft.entry.detectors?.['thrown-object']
		}));
		this.noDetector = h('p.hint', { hidden: true }, t('setup.choose-detector'));
		this.form = setupForm(draft, {
			recorders: this.recorders,
			changed: () => this.changed(),
			detectorsChanged: () => {
				this.drawing.setShapes(kindsFor(draft.entry), readShapes(draft.entry));
				this.changed();
			},
			probed: (probe) => {
				if (probe.stream) this.size = { width: probe.stream.width, height: probe.stream.height };
				if (probe.picture) this.drawing.setPicture(probe.picture, this.size.width, this.size.height);
			}
		});
		this.status = h('span.hint', { role: 'status', test: 'change-status' });
		this.apply = button(
			t('review.do'),
			{ class: 'main-action', test: 'review-change', onclick: () => this.review() },
			'check'
		);
		this.test = button(
			t('test.do'),
			{ test: 'test-detectors', onclick: () => testDetectors(this.id, draft.entry) },
			'play'
		);
		this.discard = button(t('setup.discard'), { test: 'discard', onclick: () => this.again() }, 'undo');
		fill(
			this.main,
			h('p.back', null, h('a', { href: '#/setup' }, icon('left'), t('view.setup'))),
			h(
				'div.view-head',
				null,
				h('h1', { tabindex: '-1' }, draft.entry.name || this.id),
				h('span.hint', null, this.id),
				draft.isNew && h('span.chip.state-new', null, t('setup.new'))
			),
			!this.writable && h('p.banner', { role: 'status' }, icon('warn'), t('setup.not-writable')),
			h(
				'div.setup',
				null,
				h(
					'div.setup-left',
					null,
					isEmpty && h('p.banner', null, icon('info'), t('setup.no-picture')),
					this.noDetector,
					this.drawing.element,
					h(
						'div.drawn',
						null,
						h('section.card', { 'aria-label': t('draw.list') }, h('h2', null, t('draw.list')), this.drawing.list),
						this.numbers.element
					)
				),
				h('div.setup-right', null, this.form)
			),
			h(
				'div.foot-bar',
				null,
				this.status,
				h('span.space'),
				!draft.isNew &&
					button(t('setup.remove'), { class: 'danger', test: 'remove-camera', onclick: () => this.remove() }, 'bin'),
				!draft.isNew && this.test,
				this.discard,
				this.apply
			)
		);
		this.changed();
		this.main.querySelector('h1').focus({ preventScroll: true });
	}

	changed() {
		const { draft } = this;
		const kinds = kindsFor(draft.entry);
		this.noDetector.hidden = kinds.length > 0;
		this.status.textContent = draft.isChanged ? t('setup.changed') : t('setup.unchanged');
		const isBad = this.form.querySelector('[aria-invalid=true]');
		this.apply.disabled = !draft.isChanged || !this.writable || Boolean(isBad);
		this.discard.disabled = !draft.isChanged;
		this.numbers.ask();
	}

	get isUnsaved() {
		return Boolean(this.draft?.isChanged);
	}

	async review() {
		const change = this.draft.change;
		const checked = await review(change);
		if (!checked) {
			this.draft.revision = change.revision;
			return;
		}
		const wasNew = this.draft.isNew;
		this.draft.applied(checked.revision);
		if (wasNew) this.again();
		else this.changed();
	}

	again() {
		this.finish();
		if (this.draft.isNew) {
			this.draft = null;
			go(['setup']);
			return;
		}
		this.isClosed = false;
		this.load();
	}

	async remove() {
		const checked = await review(
			{ revision: this.draft.revision, section: 'cameras', id: this.id, entry: null },
			t('setup.remove-title', { name: this.draft.entry.name || this.id })
		);
		if (!checked) return;
		this.draft = null;
		go(['setup']);
	}

	finish() {
		this.isClosed = true;
		this.drawing?.close();
		this.numbers?.close();
		if (this.address) URL.revokeObjectURL(this.address);
	}

	close() {
		this.finish();
	}
}
