// Adding a camera by its address, or the channels of a recorder.

import { get, send } from './api.js';
import { fill, h, unique } from './dom.js';
import { icon } from './icons.js';
import { busy, button, choice, failure, field, nothing, problemLine, toast } from './parts.js';
import { probeSteps, showProbe, streamWords } from './probe-steps.js';
import { go } from './router.js';
import { mistakeList } from './setup-review.js';
import { t } from './words.js';

const back = () => h('p.back', null, h('a', { href: '#/setup' }, icon('left'), t('view.setup')));
const isId = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;
const idInput = (value, values = {}) =>
	h('input', {
		type: 'text',
		required: true,
		pattern: '[A-Za-z0-9][A-Za-z0-9_.\\-]{0,63}',
		maxlength: 64,
		value,
		spellcheck: 'false',
		autocapitalize: 'none',
		...values
	});

/** What a probe has found of a camera that is not in the file yet, by its id, for the page that sets it up. */
export const found = new Map();

function freeId(stem, taken) {
	for (let number = 1; ; number += 1) if (!taken.has(`${stem}-${number}`)) return `${stem}-${number}`;
}

/** The page that adds a camera. */
export function addCamera(main) {
	const url = h('input', {
		type: 'text',
		required: true,
		spellcheck: 'false',
		autocapitalize: 'none',
		placeholder: 'rtsp://192.0.2.10:554/Streaming/Channels/101',
		test: 'url'
	});
	const user = h('input', {
		type: 'text',
		autocomplete: 'off',
		spellcheck: 'false',
		autocapitalize: 'none',
		test: 'username'
	});
	const password = h('input', { type: 'password', autocomplete: 'new-password', test: 'password' });
	const transport = choice({ value: 'tcp', test: 'transport' }, [
		['tcp', 'TCP'],
		['udp', 'UDP']
	]);
	const result = h('section.card', { hidden: true, 'aria-label': t('probe.title') });
	const next = h('section.card', { hidden: true, 'aria-label': t('add.name-it') });
	const submit = h(
		'button.main-action',
		{ type: 'submit', test: 'probe' },
		icon('search'),
		h('span', null, t('probe.do'))
	);

	async function offer(probe) {
		const list = await get('/console/api/setup/cameras');
		const taken = new Set(list.cameras.map((one) => one.id));
		const id = idInput(freeId('camera', taken), { test: 'camera-id' });
		const name = h('input', { type: 'text', maxlength: 200, test: 'camera-name' });
		const building = h('input', { type: 'text', maxlength: 200, test: 'camera-place' });
		const use = choice(
			{ value: 'thrown-object', test: 'camera-use' },
			['thrown-object', 'ebike', 'fire', 'none'].map((one) => [one, t(`add.use-${one}`)])
		);
		const complaint = h('p.complaint', { role: 'alert' });
		const detectors = {
			'thrown-object': { 'thrown-object': {}, quality: {} },
			ebike: { ebike: {}, quality: {} },
			fire: { fire: {}, smoke: {}, quality: {} },
			none: { quality: {} }
		};
		fill(
			next,
			h('h2', null, t('add.name-it')),
			h(
				'form.stack',
				{
					onsubmit: (event) => {
						event.preventDefault();
						if (taken.has(id.value)) {
							fill(complaint, icon('warn'), t('add.taken'));
							id.focus();
							return;
						}
						const entry = {
							camera: id.value,
							...(name.value.trim() && { name: name.value.trim() }),
							url: url.value.trim(),
							...(user.value.trim() && { username: user.value.trim() }),
							...(transport.value === 'udp' && { transport: 'udp' }),
							...(building.value.trim() && { place: { building: building.value.trim() } }),
							detectors: detectors[use.value]
						};
						found.set(id.value, { entry, password: password.value, stream: probe.stream, picture: probe.picture });
						go(['setup', 'cameras', id.value]);
					}
				},
				h('div.two', null, field(t('form.name'), name), field(t('filter.building'), building)),
				h('div.two', null, field(t('add.id'), id, t('add.id-hint')), field(t('add.use'), use)),
				complaint,
				h(
					'div.dialog-foot',
					null,
					h('button.main-action', { type: 'submit', test: 'go-draw' }, icon('pen'), h('span', null, t('add.draw')))
				)
			)
		);
		next.hidden = false;
		name.focus();
	}

	fill(
		main,
		back(),
		h('div.view-head', null, h('h1', { tabindex: '-1' }, t('setup.add'))),
		h(
			'div.narrow',
			null,
			h(
				'section.card',
				null,
				h(
					'form.stack',
					{
						test: 'probe-form',
						onsubmit: async (event) => {
							event.preventDefault();
							result.hidden = false;
							next.hidden = true;
							submit.disabled = true;
							const probe = await showProbe(result, () =>
								send(
									'POST',
									'/console/api/setup/probe',
									{
										url: url.value.trim(),
										username: user.value.trim(),
										password: password.value,
										transport: transport.value
									},
									{ seconds: 40 }
								)
							);
							submit.disabled = false;
							if (probe?.ok) offer(probe).catch((error) => fill(next, failure(error)));
						}
					},
					field(t('form.url'), url, t('add.url-hint')),
					h('div.two', null, field(t('login.name'), user), field(t('login.password'), password)),
					field(t('form.transport'), transport),
					h('div.dialog-foot', null, submit)
				)
			),
			result,
			next
		)
	);
}

/** The page that adds the channels of a recorder. */
export function addRecorder(main) {
	const input = (test, values = {}) =>
		h('input', {
			type: 'text',
			required: true,
			autocomplete: 'off',
			spellcheck: 'false',
			autocapitalize: 'none',
			test,
			...values
		});
	const parts = {
		brand: choice({ value: 'hikvision', test: 'brand' }, [
			['hikvision', 'Hikvision 海康威视'],
			['dahua', 'Dahua 大华'],
			['uniview', 'Uniview 宇视']
		]),
		id: idInput('nvr-1', { test: 'recorder-id' }),
		address: input('address', { placeholder: '192.0.2.10' }),
		port: input('port', { type: 'number', value: 554, min: 1, max: 65535 }),
		channels: input('channels', { type: 'number', value: 16, min: 1, max: 256 }),
		user: input('username'),
		password: h('input', { type: 'password', autocomplete: 'new-password', test: 'password' })
	};
	const place = h('div');
	const submit = h(
		'button.main-action',
		{ type: 'submit', test: 'probe' },
		icon('search'),
		h('span', null, t('add.look'))
	);

	async function look() {
		fill(
			place,
			h(
				'section.card',
				null,
				h('p.waiting', { role: 'status' }, h('i.spinner', { 'aria-hidden': 'true' }), t('add.looking'))
			)
		);
		submit.disabled = true;
		try {
			const answer = await send(
				'POST',
				'/console/api/setup/probe-recorder',
				{
					address: parts.address.value.trim(),
					port: Number(parts.port.value),
					brand: parts.brand.value,
					channels: Number(parts.channels.value),
					username: parts.user.value.trim(),
					password: parts.password.value
				},
				{ seconds: 300 }
			);
			fill(
				place,
				answer.channels.length
					? new Channels(parts, answer.channels).element
					: nothing(t('add.no-channels'), t('add.no-channels-hint'), 'recorder')
			);
		} catch (error) {
			fill(place, h('section.card', null, failure(error)));
		} finally {
			submit.disabled = false;
		}
	}

	fill(
		main,
		back(),
		h('div.view-head', null, h('h1', { tabindex: '-1' }, t('setup.add-recorder'))),
		h(
			'div.narrow',
			null,
			h(
				'section.card',
				null,
				h(
					'form.stack',
					{
						onsubmit: (event) => {
							event.preventDefault();
							look();
						}
					},
					h('div.two', null, field(t('add.brand'), parts.brand), field(t('add.recorder-id'), parts.id)),
					h('div.two', null, field(t('add.address'), parts.address), field(t('add.port'), parts.port)),
					h('div.two', null, field(t('login.name'), parts.user), field(t('login.password'), parts.password)),
					field(t('add.channels'), parts.channels),
					h('div.dialog-foot', null, submit)
				)
			),
			place
		)
	);
}

/** The channels that a recorder has, of which some are chosen. */
class Channels {
	constructor(recorder, channels) {
		this.recorder = recorder;
		this.stem = recorder.id.value;
		this.rows = channels.map((channel) => this.row(channel));
		this.result = h('div', { role: 'status' });
		this.add = button(
			t('add.chosen'),
			{ class: 'main-action', test: 'add-channels', onclick: () => busy(this.add, () => this.apply()) },
			'plus'
		);
		this.element = h(
			'section.card',
			null,
			h('h2', null, t('add.found', { n: channels.filter((one) => one.ok).length })),
			h(
				'ul.channels',
				{ test: 'channels' },
				this.rows.map((row) => row.element)
			),
			this.result,
			h('div.dialog-foot', null, this.add)
		);
	}

	row(channel) {
		const id = idInput(`${this.stem}-${channel.channel}`, { test: 'channel-id' });
		const name = h('input', { type: 'text', maxlength: 200, test: 'channel-name' });
		const chosen = h('input', { type: 'checkbox', checked: channel.ok, id: unique('channel'), test: 'channel-chosen' });
		const state = h('span.hint');
		const failed = channel.steps.find((step) => !step.ok);
		const element = h(
			'li',
			{ test: 'channel' },
			h(
				'span.frame',
				null,
				channel.picture ? h('img', { src: channel.picture, alt: '' }) : h('span.no-picture', null, icon('camera'))
			),
			h(
				'div',
				null,
				h('label.tick', { for: chosen.id }, chosen, h('b', null, t('add.channel', { n: channel.channel }))),
				h(
					'p.hint',
					null,
					channel.ok
						? streamWords(channel.stream)
						: failed
							? `${t(`step.${failed.step}`)}: ${failed.remedy ?? failed.detail}`
							: ''
				),
				channel.ok ? null : h('details', null, h('summary', null, t('probe.title')), probeSteps(channel)),
				state
			),
			h('div.two', null, field(t('add.id'), id), field(t('form.name'), name))
		);
		return { channel, id, name, chosen, state, element };
	}

	async change(section, id, entry) {
		const { revision } = await get('/console/api/setup/cameras');
		return send('POST', '/console/api/setup/apply', { revision, section, id, entry }, { seconds: 60 });
	}

	// One change each: the file is never half written, and what has a mistake is named and left out.
	async apply() {
		const chosen = this.rows.filter((row) => row.chosen.checked && !row.isDone);
		const bad = chosen.find((row) => !isId.test(row.id.value));
		if (bad) {
			bad.id.reportValidity();
			return;
		}
		const { recorder } = this;
		try {
			const list = await get('/console/api/setup/cameras');
			if (!list.recorders.some((one) => one.id === this.stem)) {
				await this.change('nvrs', this.stem, {
					id: this.stem,
					address: `${recorder.address.value.trim()}:${recorder.port.value}`,
					vendor: recorder.brand.value,
					username: recorder.user.value.trim(),
					password: recorder.password.value
				});
			}
		} catch (error) {
			this.failed(error);
			return;
		}
		let done = 0;
		for (const row of chosen) {
			const { channel } = row;
			try {
				await this.change('cameras', row.id.value, {
					camera: row.id.value,
					...(row.name.value.trim() && { name: row.name.value.trim() }),
					url: channel.url,
					username: recorder.user.value.trim(),
					password: recorder.password.value,
					nvr: this.stem,
					channel: channel.channel,
					detectors: { quality: {} }
				});
				row.isDone = true;
				done += 1;
				row.chosen.disabled = true;
				fill(
					row.state,
					h('span.chip.good', null, icon('check'), t('add.added')),
					' ',
					h('a', { href: `#/setup/cameras/${encodeURIComponent(row.id.value)}` }, t('add.draw'))
				);
			} catch (error) {
				fill(
					row.state,
					h('span.complaint', null, icon('warn'), problemLine(error)),
					mistakeList(error.body?.mistakes, 'bad')
				);
			}
		}
		if (done) toast(t('add.done', { n: done }));
	}

	failed(error) {
		fill(this.result, failure(error), mistakeList(error.body?.mistakes, 'bad'));
	}
}
