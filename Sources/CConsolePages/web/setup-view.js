// Setting up: the cameras and recorders there are, and the ways to add and change them.

import { get } from './api.js';
import { fill, h } from './dom.js';
import { icon } from './icons.js';
import { loadInto, nothing, skeleton } from './parts.js';
import { address } from './router.js';
import { addCamera, addRecorder, found } from './setup-add.js';
import { CameraSetup } from './setup-camera.js';
import { showHistory } from './setup-review.js';
import { t } from './words.js';

function table(cameras, text) {
	const wanted = cameras.filter(
		(one) => !text || `${one.id} ${one.name ?? ''}`.toLowerCase().includes(text.toLowerCase())
	);
	if (!cameras.length)
		return nothing(
			t('setup.none'),
			t('setup.none-hint'),
			'camera',
			h('a.button', { href: '#/setup/add' }, icon('plus'), t('setup.add'))
		);
	if (!wanted.length) return nothing(t('camera.none-match'), '', 'filter');
	return h(
		'ul.entries',
		{ test: 'setup-cameras' },
		wanted.map((one) =>
			h(
				'li',
				null,
				h(
					'a',
					{ href: address(['setup', 'cameras', one.id]), test: 'setup-camera', 'data-camera': one.id },
					icon('camera'),
					h('b', null, one.name || one.id),
					h('span.hint', null, one.id),
					icon('right')
				)
			)
		)
	);
}

function showList(main) {
	const place = h('div');
	const text = h('input', {
		type: 'search',
		placeholder: t('camera.search'),
		'aria-label': t('camera.search'),
		test: 'setup-search'
	});
	fill(
		main,
		h(
			'div.view-head',
			null,
			h('h1', { tabindex: '-1' }, t('view.setup')),
			h('a.button.main-action', { href: '#/setup/add', test: 'add-camera' }, icon('plus'), t('setup.add')),
			h('a.button', { href: '#/setup/recorder', test: 'add-recorder' }, icon('recorder'), t('setup.add-recorder')),
			h('a.button', { href: '#/setup/history', test: 'history' }, icon('clock'), t('history.title')),
			h('div.filters', null, text)
		),
		place
	);
	loadInto(
		place,
		() => get('/console/api/setup/cameras'),
		(list) => {
			const cameras = h('div', null, table(list.cameras, ''));
			text.addEventListener('input', () => fill(cameras, table(list.cameras, text.value.trim())));
			return [
				!list.writable &&
					h('p.banner', { role: 'status', test: 'not-writable' }, icon('warn'), t('setup.not-writable')),
				h('section.card', null, h('h2', null, t('setup.cameras', { n: list.cameras.length })), cameras),
				h(
					'section.card',
					null,
					h('h2', null, t('setup.recorders', { n: list.recorders.length })),
					list.recorders.length
						? h(
								'ul.entries',
								{ test: 'setup-recorders' },
								list.recorders.map((one) =>
									h(
										'li',
										null,
										h(
											'span',
											null,
											icon('recorder'),
											h('b', null, one.name || one.id),
											h('span.hint', null, [one.id, one.address].filter(Boolean).join(' · '))
										)
									)
								)
							)
						: h('p.hint', null, t('setup.no-recorders'))
				)
			];
		},
		skeleton(8)
	);
}

/** Opens the list, a camera, a way to add, or the history, as the address says. */
export function open(main, rest) {
	let setup = null;
	const show = ([what, id]) => {
		setup?.close();
		setup = null;
		main.replaceChildren();
		main.scrollTop = 0;
		if (what === 'add') addCamera(main);
		else if (what === 'recorder') addRecorder(main);
		else if (what === 'history') showHistory(main);
		else if (what === 'cameras' && id) {
			setup = new CameraSetup(main, id, found.get(id));
			found.delete(id);
		} else showList(main);
	};
	show(rest);
	return {
		change(path) {
			show(path);
			main.querySelector('h1')?.focus({ preventScroll: true });
			return true;
		},
		isUnsaved: () => Boolean(setup?.isUnsaved),
		close: () => setup?.close()
	};
}
