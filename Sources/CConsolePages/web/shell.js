// The frame around the views: what site this is, whether alarms arrive, sound, language, theme, account, and the ways to go.

import { currentSession, may, now } from './api.js';
import { fill, h, write } from './dom.js';
import { clock, day } from './format.js';
import { icon } from './icons.js';
import { allowSound, mute, onSoundState, soundState } from './sound.js';
import { onStreamState, streamState } from './stream.js';
import { currentTheme, nextTheme, useTheme } from './theme.js';
import { currentLanguage, t } from './words.js';
import { showKeys } from './keys.js';

const views = [
	['alarms', 'bell'],
	['cameras', 'camera'],
	['scoreboard', 'board'],
	['setup', 'tools', 'engineer'],
	['users', 'people', 'engineer'],
	['audit', 'book', 'audit']
];

function link(name, sign) {
	return h(
		'a',
		{ href: `#/${name}`, 'data-view': name, test: `nav-${name}` },
		icon(sign),
		h('span', null, t(`view.${name}`))
	);
}

function soundButton() {
	const control = h('button.quiet', {
		type: 'button',
		test: 'sound',
		onclick: () => {
			if (soundState() === 'on') mute();
			else allowSound();
		}
	});
	const draw = (state) => {
		fill(control, icon(state === 'on' ? 'sound' : 'mute'), h('span.only-wide', null, t(`sound.${state}`)));
		control.className = `quiet sound-${state}`;
		control.setAttribute('aria-label', t(`sound.${state}-long`));
		control.title = t(`sound.${state}-long`);
	};
	draw(soundState());
	return { control, end: onSoundState(draw) };
}

function streamMark() {
	const mark = h('span.live', { role: 'status', test: 'stream-state' });
	const draw = (state) => {
		mark.className = `live is-${state}`;
		mark.title = t(`stream.${state}-long`);
		fill(mark, h('i', { 'aria-hidden': 'true' }), h('span', null, t(`stream.${state}`)));
	};
	draw(streamState());
	return { mark, end: onStreamState(draw) };
}

function themeButton() {
	const signs = { system: 'screen', dark: 'moon', light: 'sun' };
	const control = h('button.quiet', {
		type: 'button',
		test: 'theme',
		onclick: () => {
			useTheme(nextTheme());
			draw();
		}
	});
	const draw = () => {
		const words = t(`theme.${currentTheme()}`);
		fill(control, icon(signs[currentTheme()]));
		control.setAttribute('aria-label', words);
		control.title = words;
	};
	draw();
	return control;
}

function languageButton(change) {
	const other = currentLanguage() === 'zh' ? 'en' : 'zh';
	return h(
		'button.quiet',
		{ type: 'button', test: 'language', lang: other === 'zh' ? 'zh-CN' : 'en', onclick: () => change(other) },
		other === 'zh' ? '中文' : 'English'
	);
}

/** Buttons for language and theme, where nobody is logged in. */
export const looks = (changeLanguage) => [languageButton(changeLanguage), themeButton()];

function menu(does) {
	const session = currentSession();
	const box = h(
		'details.account',
		{ test: 'account' },
		h(
			'summary.quiet',
			{ 'aria-label': t('account.of', { name: session.user }) },
			icon('person'),
			h('span.only-wide', null, session.user)
		),
		h(
			'div.menu',
			null,
			h('p', null, h('b', null, session.user), ' ', h('span.chip', null, t(`role.${session.role}`))),
			h(
				'button',
				{ type: 'button', onclick: does.changePassword, test: 'change-password' },
				icon('key'),
				t('account.password')
			),
			h('button', { type: 'button', onclick: showKeys, test: 'show-keys' }, icon('help'), t('keys.title')),
			h('button', { type: 'button', onclick: does.logOut, test: 'log-out' }, icon('exit'), t('account.log-out')),
			h('p.hint', null, `Tocsin ${session.version ?? ''}`)
		)
	);
	const close = (event) => {
		for (const other of document.querySelectorAll('details.pop[open]'))
			if (!other.contains(event.target)) other.open = false;
		if (!box.contains(event.target) || event.target.closest('.menu button')) box.open = false;
	};
	document.addEventListener('click', close);
	box.addEventListener('keydown', (event) => {
		if (event.key === 'Escape' && box.open) {
			box.open = false;
			event.stopPropagation();
			box.querySelector('summary').focus();
		}
	});
	return { box, end: () => document.removeEventListener('click', close) };
}

/**
 * Builds the frame into `root`.
 * @param {HTMLElement} root
 * @param {{changeLanguage: (language: string) => void, changePassword: () => void, logOut: () => void}} does
 * @returns {{main: HTMLElement, show: (view: string) => void, end: () => void}}
 */
export function frame(root, does) {
	const session = currentSession();
	const sound = soundButton();
	const live = streamMark();
	const account = menu(does);
	const time = h('time.clock', { title: session.site.timeZone });
	const main = h('main.main', { id: 'main', tabindex: '-1' });
	const links = views.filter(([, , right]) => !right || may(right)).map(([name, sign]) => link(name, sign));
	fill(
		root,
		h('button.skip', { type: 'button', onclick: () => main.focus() }, t('action.skip')),
		h(
			'header.top',
			null,
			h(
				'span.brand',
				null,
				h('img', { src: '/console/icon.svg', alt: '', width: 22, height: 22 }),
				h('b', null, 'Tocsin')
			),
			h('span.site', { test: 'site' }, session.site.name),
			live.mark,
			h('span.space'),
			time,
			sound.control,
			languageButton(does.changeLanguage),
			themeButton(),
			account.box
		),
		h('nav.nav', { 'aria-label': t('nav.label') }, links),
		main
	);
	const tick = () => {
		write(time, clock(now(), false));
		time.dateTime = `${day(now())}T${clock(now())}`;
	};
	tick();
	const timer = setInterval(tick, 5000);
	return {
		main,
		show(view) {
			for (const one of links) {
				if (one.dataset.view === view) one.setAttribute('aria-current', 'page');
				else one.removeAttribute('aria-current');
			}
		},
		end() {
			clearInterval(timer);
			sound.end();
			live.end();
			account.end();
		}
	};
}
