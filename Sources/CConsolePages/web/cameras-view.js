// The wall of cameras.

import { get } from './api.js';
import { CameraPictures } from './camera-pictures.js';
import { causeLine, rates } from './camera-facts.js';
import { openCamera } from './camera-view.js';
import { fill, h, settled, write } from './dom.js';
import { duration, fullPlace, number, placeWords } from './format.js';
import { icon } from './icons.js';
import { bind } from './keys.js';
import { choice, failure, mark, nothing, skeleton } from './parts.js';
import { address, note } from './router.js';
import { t } from './words.js';

const every = 10000;
const states = ['up', 'down', 'unknown', 'ended'];

class Wall {
	constructor(main, query) {
		this.query = {
			state: query.get('state') ?? '',
			building: query.get('building') ?? '',
			text: query.get('text') ?? ''
		};
		this.cards = new Map();
		this.cameras = [];
		this.pictures = new CameraPictures();
		this.counts = h('div.segments', { role: 'group', 'aria-label': t('camera.state') });
		this.building = choice(
			{
				'aria-label': t('filter.building'),
				test: 'camera-building',
				onchange: (event) => this.filter({ building: event.target.value })
			},
			[['', t('filter.all-building')]]
		);
		this.text = h('input', {
			type: 'search',
			value: this.query.text,
			placeholder: t('camera.search'),
			'aria-label': t('camera.search'),
			test: 'camera-search',
			oninput: settled(150, () => this.filter({ text: this.text.value.trim() }))
		});
		this.shown = h('span.hint', { role: 'status' });
		this.wall = h('ul.wall', { test: 'wall' });
		this.rest = h('div', null, skeleton(8, 'cards'));
		fill(
			main,
			h(
				'div.view-head',
				null,
				h('h1', { tabindex: '-1' }, t('view.cameras')),
				this.counts,
				h('div.filters', null, this.building, this.text),
				this.shown
			),
			this.wall,
			this.rest
		);
		this.timer = setInterval(() => {
			if (!document.hidden) this.load();
		}, every);
		this.unbind = bind({ '/': [t('keys.filter'), () => this.text.focus()] });
		this.load();
	}

	async load() {
		try {
			const { cameras } = await get('/console/api/cameras');
			if (this.isClosed) return;
			this.cameras = cameras;
			this.draw();
		} catch (error) {
			// What was there stays; the mark above says that the link is down.
			if (!this.isClosed && !this.cameras.length)
				fill(
					this.rest,
					failure(error, () => this.load())
				);
		}
	}

	filter(changes) {
		Object.assign(this.query, changes);
		note(['cameras'], this.query);
		this.draw();
	}

	passes(camera, { state, building, text }) {
		if ((state && camera.state !== state) || (building && camera.place?.building !== building)) return false;
		return (
			!text || `${camera.name ?? ''} ${camera.id} ${fullPlace(camera.place)}`.toLowerCase().includes(text.toLowerCase())
		);
	}

	draw() {
		this.drawFilter();
		const passing = this.cameras.filter((camera) => this.passes(camera, this.query));
		const wanted = new Set(passing.map((camera) => camera.id));
		for (const camera of this.cameras) {
			let card = this.cards.get(camera.id);
			if (!card) {
				card = this.card(camera);
				this.cards.set(camera.id, card);
				this.wall.append(card.element);
			}
			card.element.hidden = !wanted.has(camera.id);
			this.update(card, camera);
		}
		const known = new Set(this.cameras.map((camera) => camera.id));
		for (const [id, card] of this.cards)
			if (!known.has(id)) {
				card.element.remove();
				this.cards.delete(id);
			}
		write(this.shown, t('camera.shown', { n: passing.length, total: this.cameras.length }));
		if (!this.cameras.length) fill(this.rest, nothing(t('camera.none'), t('camera.none-hint'), 'camera'));
		else if (!passing.length) fill(this.rest, nothing(t('camera.none-match'), t('alarms.none-match-hint'), 'filter'));
		else this.rest.replaceChildren();
	}

	drawFilter() {
		const count = (state) => this.cameras.filter((camera) => this.passes(camera, { ...this.query, state })).length;
		const one = (state, words, n) =>
			h(
				'button',
				{
					type: 'button',
					'aria-pressed': String(this.query.state === state),
					test: `camera-state-${state || 'all'}`,
					onclick: () => this.filter({ state })
				},
				words,
				' ',
				h('b', null, number(n))
			);
		const focused = document.activeElement?.dataset?.test;
		fill(
			this.counts,
			one('', t('camera.all'), count('')),
			states
				.filter((state) => state !== 'ended' || count(state))
				.map((state) => one(state, t(`camera-state.${state}`), count(state)))
		);
		if (focused?.startsWith('camera-state-')) this.counts.querySelector(`[data-test="${focused}"]`)?.focus();
		const buildings = [...new Set(this.cameras.map((camera) => camera.place?.building).filter(Boolean))].sort((a, b) =>
			a.localeCompare(b, 'zh', { numeric: true })
		);
		if (buildings.length !== this.building.options.length - 1) {
			fill(
				this.building,
				h('option', { value: '' }, t('filter.all-building')),
				buildings.map((name) => h('option', { value: name }, name))
			);
		}
		this.building.value = this.query.building;
	}

	card(camera) {
		const image = h('img', { alt: '', hidden: true, decoding: 'async' });
		const parts = {
			image,
			state: h('span'),
			name: h('b'),
			place: h('span.sub'),
			why: h('p.why'),
			fps: h('dd'),
			today: h('dd'),
			month: h('dd'),
			blind: h('dd'),
			test: h('dd'),
			none: h('span.no-picture', null, icon('camera'), h('span', null, t('camera.no-picture')))
		};
		parts.picture = h('div.frame', null, parts.none, image, h('span.on-picture', null, parts.state));
		const pair = (key, value) => h('div', null, h('dt', null, t(key)), value);
		const element = h(
			'li.camera',
			{ test: 'camera-card', 'data-camera': camera.id },
			h(
				'a',
				{ href: address(['cameras', camera.id]) },
				parts.picture,
				h('span.camera-name', null, parts.name, parts.place)
			),
			parts.why,
			h(
				'dl',
				null,
				pair('camera.today-short', parts.today),
				pair('camera.month-short', parts.month),
				pair('camera.fps-short', parts.fps),
				pair('camera.blind-short', parts.blind),
				pair('camera.self-test', parts.test)
			)
		);
		this.pictures.add(parts.picture, image, camera.id);
		return { element, parts };
	}

	update({ element, parts }, camera) {
		if (element.dataset.state !== camera.state) {
			element.dataset.state = camera.state;
			fill(parts.state, mark('camera-state', camera.state));
		}
		write(parts.name, camera.name || camera.id);
		write(parts.place, placeWords(camera.place) || camera.id);
		write(parts.why, causeLine(camera));
		const [today, month] = rates(camera);
		write(parts.today, today);
		write(parts.month, month);
		write(parts.fps, camera.fps === null ? '–' : number(camera.fps, 0));
		write(parts.blind, camera.analysed ? duration(camera.blindSeconds ?? 0, 1) : '–');
		write(parts.test, !camera.selfTest ? '–' : t(camera.selfTest.passed ? 'camera.passed' : 'camera.not-passed'));
		this.pictures.has(parts.picture, Boolean(camera.pictureAt));
		parts.none.hidden = Boolean(camera.pictureAt);
	}

	close() {
		this.isClosed = true;
		clearInterval(this.timer);
		this.unbind();
		this.pictures.close();
	}
}

/** Opens the wall, or one camera where the address names it. */
export function open(main, rest, query) {
	let view = null;
	const show = (path, values) => {
		view?.close();
		main.replaceChildren();
		main.scrollTop = 0;
		view = path.length ? openCamera(main, path[0], values) : new Wall(main, values);
	};
	show(rest, query);
	let shown = rest[0] ?? '';
	return {
		change(path, values) {
			if ((path[0] ?? '') === shown && view.change?.(values)) return true;
			shown = path[0] ?? '';
			show(path, values);
			main.querySelector('h1')?.focus({ preventScroll: true });
			return true;
		},
		close: () => view.close()
	};
}
