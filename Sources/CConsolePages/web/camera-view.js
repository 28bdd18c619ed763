// One camera: live picture, what is known of it, its timeline, its alarms.

import { get, may, now, problemOf, send, withQuery } from './api.js';
import { kinds } from './alarm-filter.js';
import { CameraPictures } from './camera-pictures.js';
import { cameraFacts } from './camera-facts.js';
import { fill, h } from './dom.js';
import { addDays, age, day, fullPlace, timeElement } from './format.js';
import { icon } from './icons.js';
import {
	button,
	busy,
	choice,
	dialog,
	failure,
	field,
	loadInto,
	mark,
	nothing,
	priorityMark,
	problemLine,
	skeleton,
	stateChip,
	toast
} from './parts.js';
import { address, note } from './router.js';
import { timeline } from './timeline.js';
import { coded, t } from './words.js';

const blank = 'data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=';
/** Milliseconds out of sight after which the live picture ends: the box has places for a few viewers only. */
const patience = 60000;

class LivePicture {
	constructor(id) {
		this.id = id;
		this.path = `/console/api/cameras/${encodeURIComponent(id)}/live`;
		this.poster = h('img', { alt: t('camera.last-picture'), hidden: true });
		this.none = h('span.no-picture', null, icon('camera'), h('span', null, t('camera.no-picture')));
		this.place = h('div.live-place');
		this.frame = h('div.live-frame', { test: 'live-frame' }, this.none, this.poster, this.place);
		this.control = button('', { test: 'live', onclick: () => (this.isOn ? this.stop() : this.start()) });
		this.pictures = new CameraPictures();
		this.pictures.add(this.frame, this.poster, id, 960);
		this.hidden = () => {
			clearTimeout(this.timer);
			if (document.hidden && this.isOn) this.timer = setTimeout(() => this.stop(), patience);
		};
		document.addEventListener('visibilitychange', this.hidden);
		this.draw();
	}

	draw() {
		fill(this.control, icon(this.isOn ? 'stop' : 'play'), h('span', null, t(this.isOn ? 'live.stop' : 'live.start')));
		this.control.className = this.isOn ? '' : 'main-action';
		this.frame.classList.toggle('is-live', Boolean(this.isOn));
	}

	start() {
		this.isOn = true;
		this.image = h('img', { alt: t('live.picture'), test: 'live-picture', onerror: () => this.failed() });
		this.image.src = `${this.path}?t=${Date.now()}`;
		fill(this.place, this.image, h('span.on-picture', null, h('span.chip.bad', null, t('live.on'))));
		this.draw();
	}

	stop() {
		if (!this.isOn) return;
		this.isOn = false;
		// Taking the element away leaves the connection open; another source ends it.
		this.image.onerror = null;
		this.image.src = blank;
		this.image = null;
		this.place.replaceChildren();
		this.draw();
	}

	async failed() {
		if (!this.isOn) return;
		this.stop();
		// An image does not say why it failed.
		const end = new AbortController();
		try {
			const response = await fetch(this.path, { signal: end.signal });
			toast(response.ok ? t('live.ended') : problemLine(await problemOf(response)), 'bad');
		} catch {
			toast(t('problem.unreachable'), 'bad');
		} finally {
			end.abort();
		}
	}

	close() {
		this.stop();
		clearTimeout(this.timer);
		document.removeEventListener('visibilitychange', this.hidden);
		this.pictures.close();
	}
}

function orderDrill(camera) {
	const kind = choice(
		{ test: 'drill-kind' },
		kinds.map((one) => [one, coded('kind', one)])
	);
	const comment = h('input', { type: 'text', maxlength: 400, test: 'drill-comment' });
	const order = button(t('drill.do'), {
		class: 'main-action',
		test: 'drill-do',
		onclick: (event) =>
			busy(event.currentTarget, async () => {
				await send('POST', '/v1/drills', {
					camera: camera.id,
					kind: kind.value,
					...(comment.value.trim() && { comment: comment.value.trim() })
				});
				frame.close();
				toast(t('drill.done'));
			})
	});
	const frame = dialog(
		t('drill.title'),
		[
			h(
				'div.stack',
				null,
				h('p', null, t('drill.words')),
				field(t('drill.kind'), kind),
				field(t('handle.comment'), comment)
			),
			h('div.dialog-foot', null, order)
		],
		{ test: 'drill-dialog' }
	);
}

function alarmLine(alarm) {
	return h(
		'li',
		null,
		h(
			'a',
			{ href: address(['alarms'], { alarm: alarm.id }) },
			icon(alarm.kind),
			h('b', null, coded('kind', alarm.kind)),
			alarm.floor === null ? null : h('span', null, t('alarms.floor', { n: alarm.floor }))
		),
		priorityMark(alarm.priority),
		stateChip(alarm.state),
		h('span.hint', null, timeElement(alarm.start), ` · ${age(alarm.start)}`)
	);
}

/** Opens the view of camera `id`. */
export function openCamera(main, id, query) {
	let isClosed = false;
	let days = Number(query.get('days')) || 1;
	const live = new LivePicture(id);
	const title = h('h1', { tabindex: '-1' }, id);
	const place = h('p.hint');
	const state = h('span');
	const facts = h('div', null, skeleton(8, 'lines'));
	const doings = h('div.doings', null, live.control);
	const spans = h('div.timeline-place');
	const alarms = h('div', null, skeleton(4, 'lines'));
	const ranges = h('div.segments', { role: 'group', 'aria-label': t('timeline.range') });

	async function load() {
		try {
			const { cameras } = await get('/console/api/cameras');
			if (isClosed) return;
			const camera = cameras.find((one) => one.id === id);
			if (!camera) {
				fill(facts, nothing(t('camera.gone'), t('camera.gone-hint'), 'camera'));
				return;
			}
			fill(title, camera.name || camera.id);
			fill(place, [fullPlace(camera.place), camera.id].filter(Boolean).join(' · '));
			fill(state, mark('camera-state', camera.state));
			fill(facts, cameraFacts(camera));
			live.pictures.has(live.frame, Boolean(camera.pictureAt));
			live.none.hidden = Boolean(camera.pictureAt);
			if (doings.childElementCount === 1) {
				if (may('handle'))
					doings.append(button(t('drill.title'), { onclick: () => orderDrill(camera), test: 'drill' }, 'bell'));
				if (may('engineer') && camera.analysed) {
					doings.append(
						h('a.button', { href: address(['setup', 'cameras', id]), test: 'to-setup' }, icon('tools'), t('setup.edit'))
					);
				}
			}
		} catch (error) {
			if (!isClosed && !state.childElementCount) fill(facts, failure(error, load));
		}
	}

	function loadTimeline() {
		fill(
			ranges,
			[1, 7, 31].map((count) =>
				h(
					'button',
					{
						type: 'button',
						'aria-pressed': String(days === count),
						test: `days-${count}`,
						onclick: () => {
							days = count;
							note(['cameras', id], { days: days === 1 ? '' : days });
							loadTimeline();
							ranges.querySelector('[aria-pressed=true]').focus();
						}
					},
					t(`timeline.days-${count}`)
				)
			)
		);
		const today = day(now());
		loadInto(
			spans,
			() =>
				get(
					withQuery(`/console/api/cameras/${encodeURIComponent(id)}/timeline`, {
						from: addDays(today, 1 - days),
						to: today
					})
				),
			(found) => timeline(found),
			skeleton(days === 1 ? 2 : days === 7 ? 4 : 10)
		);
	}

	function loadAlarms() {
		loadInto(
			alarms,
			() => get(withQuery('/console/api/alarms', { camera: id, limit: 10 })),
			(found) =>
				found.alarms.length
					? [
							h('ul.lines', { test: 'camera-alarms' }, found.alarms.map(alarmLine)),
							h('p', null, h('a', { href: address(['alarms'], { camera: id }) }, t('camera.all-alarms')))
						]
					: nothing(t('camera.no-alarms'), '', 'check'),
			skeleton(4, 'lines')
		);
	}

	fill(
		main,
		h('p.back', null, h('a', { href: '#/cameras' }, icon('left'), t('view.cameras'))),
		h('div.view-head', null, title, state, place),
		h(
			'div.camera-top',
			null,
			h('section.card', { 'aria-label': t('live.label') }, live.frame, doings),
			h('section.card', { 'aria-label': t('camera.facts') }, facts)
		),
		h('section.card', null, h('div.card-head', null, h('h2', null, t('timeline.title')), ranges), spans),
		h('section.card', null, h('h2', null, t('camera.alarms')), alarms)
	);
	load();
	loadTimeline();
	loadAlarms();
	const timer = setInterval(() => {
		if (!document.hidden) load();
	}, 10000);
	return {
		change(values) {
			const wanted = Number(values.get('days')) || 1;
			if (wanted !== days) {
				days = wanted;
				loadTimeline();
			}
			return true;
		},
		close() {
			isClosed = true;
			clearInterval(timer);
			live.close();
		}
	};
}
