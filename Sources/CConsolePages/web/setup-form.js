// The settings of a camera as a plain form. Only the keys that matter each day; all others stay as they are.

import { kinds } from './alarm-filter.js';
import { fill, h } from './dom.js';
import { choice, field, tick, button } from './parts.js';
import { showProbe } from './probe-steps.js';
import { readSchedule, scheduleText } from './schedule-text.js';
import { send } from './api.js';
import { coded, t } from './words.js';

const detectors = ['thrown-object', 'ebike', 'fire', 'smoke', 'quality'];

/** Which kinds of alarm a detector rings for. */
const kindsOf = {
	'thrown-object': ['thrown-object'],
	ebike: ['ebike-in-elevator'],
	fire: ['fire'],
	smoke: ['smoke'],
	quality: ['picture-quality']
};

/**
 * The form.
 * @param {import('./setup-draft.js').Draft} draft
 * @param {{recorders: {id: string, name?: string}[], changed: () => void, detectorsChanged: () => void,
 *   probed: (probe: object) => void}} does
 */
export function setupForm(draft, does) {
	const text = (path, label, values = {}, hint) =>
		field(
			label,
			h('input', {
				type: 'text',
				value: draft.get(...path) ?? '',
				test: `set-${path.join('-')}`,
				...values,
				oninput: (event) => {
					draft.set(event.target.value.trim(), ...path);
					does.changed();
				}
			}),
			hint
		);
	const numberField = (path, label, values, hint) =>
		field(
			label,
			h('input', {
				type: 'number',
				value: draft.get(...path) ?? '',
				test: `set-${path.join('-')}`,
				...values,
				oninput: (event) => {
					draft.set(event.target.value === '' ? undefined : Number(event.target.value), ...path);
					does.changed();
				}
			}),
			hint
		);
	const flag = (path, label, usual) =>
		tick(label, {
			checked: draft.get(...path) ?? usual,
			test: `set-${path.join('-')}`,
			onchange: (event) => {
				draft.set(event.target.checked === usual ? undefined : event.target.checked, ...path);
				does.changed();
			}
		});
	const select = (path, label, options) =>
		field(
			label,
			choice(
				{
					value: String(draft.get(...path) ?? ''),
					test: `set-${path.join('-')}`,
					onchange: (event) => {
						draft.set(event.target.value, ...path);
						does.changed();
					}
				},
				options
			)
		);

	function basics() {
		return h(
			'fieldset',
			null,
			h('legend', null, t('form.basics')),
			text(['name'], t('form.name')),
			text(['place', 'building'], t('filter.building')),
			h('div.two', null, text(['place', 'facade'], t('form.facade')), text(['place', 'elevator'], t('form.elevator'))),
			flag(['enabled'], t('form.enabled'), true)
		);
	}

	function connection() {
		const found = h('div.found');
		const password = field(
			t('login.password'),
			h('input', {
				type: 'password',
				autocomplete: 'new-password',
				test: 'set-password',
				placeholder: draft.hasPassword ? t('form.password-kept') : '',
				oninput: (event) => {
					draft.password = event.target.value;
					does.changed();
				}
			})
		);
		const recorder = [['', t('form.no-recorder')], ...does.recorders.map((one) => [one.id, one.name || one.id])];
		const test = button(
			t('probe.do'),
			{
				test: 'probe',
				onclick: async (event) => {
					event.currentTarget.disabled = true;
					const button = event.currentTarget;
					const isAsKept =
						!draft.isNew &&
						!draft.password &&
						['url', 'username', 'transport'].every((key) => draft.entry[key] === draft.original[key]);
					const body = isAsKept
						? { camera: draft.id }
						: {
								url: draft.entry.url,
								username: draft.entry.username ?? '',
								password: draft.password,
								transport: draft.entry.transport ?? 'tcp'
							};
					const probe = await showProbe(found, () => send('POST', '/console/api/setup/probe', body, { seconds: 40 }));
					button.disabled = false;
					if (probe?.ok) does.probed(probe);
				}
			},
			'search'
		);
		return h(
			'fieldset',
			null,
			h('legend', null, t('form.connection')),
			text(['url'], t('form.url'), { spellcheck: 'false' }),
			h('div.two', null, text(['username'], t('login.name'), { autocomplete: 'off' }), password),
			h(
				'div.two',
				null,
				select(['transport'], t('form.transport'), [
					['', t('form.transport-usual')],
					['tcp', 'TCP'],
					['udp', 'UDP']
				]),
				select(['nvr'], t('form.recorder'), recorder)
			),
			numberField(['channel'], t('form.channel'), { min: 1, step: 1 }),
			test,
			found
		);
	}

	function settingsOf(name) {
		const path = (...keys) => ['detectors', name, ...keys];
		if (name === 'thrown-object') {
			return [
				h(
					'div.two',
					null,
					numberField(path('floorHeight'), t('form.floor-height'), { min: 1, max: 20, step: 0.05, placeholder: '2.9' }),
					numberField(path('columns'), t('form.columns'), { min: 1, max: 100, step: 1 })
				),
				flag(path('selfTest', 'enabled'), t('form.self-test'), true),
				text(path('selfTest', 'at'), t('form.self-test-at'), {
					placeholder: '03:00',
					pattern: '[0-2]?[0-9]:[0-5][0-9]'
				})
			];
		}
		if (name === 'ebike')
			return [
				flag(path('bicycles'), t('form.bicycles'), false),
				flag(path('ringAtDoor'), t('form.at-door'), false),
				text(path('prompt'), t('form.prompt'))
			];
		return [];
	}

	function drawDetectors(place) {
		const on = (name) => draft.entry.detectors?.[name] !== undefined;
		fill(
			place,
			h('legend', null, t('form.detectors')),
			detectors.map((name) =>
				h(
					'div.detector',
					null,
					tick(coded('detector', name), {
						checked: on(name),
						test: `detector-${name}`,
						onchange: (event) => {
							draft.toggle(name, event.target.checked);
							drawDetectors(place);
							drawPriorities();
							place.querySelector(`[data-test="detector-${name}"]`).focus();
							does.detectorsChanged();
						}
					}),
					on(name) && settingsOf(name).length ? h('div.within', null, settingsOf(name)) : null
				)
			)
		);
	}

	const priorities = h('div.two');
	function drawPriorities() {
		const shown = [
			...detectors.filter((name) => draft.entry.detectors?.[name] !== undefined).flatMap((name) => kindsOf[name]),
			'device-offline'
		];
		fill(
			priorities,
			kinds
				.filter((kind) => shown.includes(kind))
				.map((kind) =>
					field(
						coded('kind', kind),
						choice(
							{
								value: String(draft.get('alarms', 'priority', kind) ?? ''),
								test: `priority-${kind}`,
								onchange: (event) => {
									const chosen = { ...draft.get('alarms', 'priority') };
									if (event.target.value) chosen[kind] = Number(event.target.value);
									else delete chosen[kind];
									draft.set(Object.keys(chosen).length ? chosen : undefined, 'alarms', 'priority');
									does.changed();
								}
							},
							[
								['', t('form.usual')],
								...[1, 2, 3, 4].map((value) => [String(value), `${value} · ${coded('priority', value)}`])
							]
						)
					)
				)
		);
	}

	function hours() {
		const complaint = h('span.complaint', { role: 'alert' });
		const input = h('textarea', {
			rows: 3,
			spellcheck: 'false',
			value: scheduleText(draft.get('alarms', 'schedule')),
			test: 'set-schedule',
			placeholder: 'mon-fri 07:00-22:00\nsat,sun 20:00-06:00',
			oninput: () => {
				try {
					draft.set(readSchedule(input.value), 'alarms', 'schedule');
					complaint.textContent = '';
					input.removeAttribute('aria-invalid');
				} catch (error) {
					complaint.textContent = t('form.schedule-bad', { line: error.message });
					input.setAttribute('aria-invalid', 'true');
				}
				does.changed();
			}
		});
		return h(
			'fieldset',
			null,
			h('legend', null, t('form.hours')),
			field(t('form.schedule'), input, t('form.schedule-hint')),
			complaint,
			h('p.label', null, t('form.priorities')),
			priorities
		);
	}

	const detectorPlace = h('fieldset');
	drawDetectors(detectorPlace);
	drawPriorities();
	return h(
		'form.setup-form',
		{ onsubmit: (event) => event.preventDefault(), test: 'setup-form' },
		detectorPlace,
		basics(),
		hours(),
		connection()
	);
}
