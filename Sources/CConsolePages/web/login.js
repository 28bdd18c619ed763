// First start, login, and the account's own password.

import { get, send, useSession } from './api.js';
import { fill, h } from './dom.js';
import { icon } from './icons.js';
import { busy, dialog, field, problemWords, toast } from './parts.js';
import { looks } from './shell.js';
import { t } from './words.js';

/** The first token out of `#first-token=…`, which then stands in the address no longer. */
export function tokenFromAddress() {
	const found = location.hash.match(/^#first-token=(.+)$/);
	if (!found) return '';
	history.replaceState(null, '', location.pathname + location.search);
	try {
		return decodeURIComponent(found[1]);
	} catch {
		return found[1];
	}
}

const passwordInput = (test, complete) =>
	h('input', { type: 'password', required: true, autocomplete: complete, maxlength: 1024, test });

/** A place for what is wrong with what was typed, read out when it changes. */
function complaintLine() {
	const line = h('p.complaint', { role: 'alert', test: 'complaint' });
	return {
		line,
		show(error) {
			const { title, detail, remedy } = problemWords(error);
			fill(line, icon('warn'), h('span', null, [title, detail, remedy].filter(Boolean).join(t('punctuation.stop'))));
		},
		say(words) {
			fill(line, words && icon('warn'), words && h('span', null, words));
		}
	};
}

/** A form that sends once, shows what is wrong, and lets try again. */
function form(parts, doIt, work, test) {
	const complaint = complaintLine();
	const submit = h('button.main-action', { type: 'submit', test: 'submit' }, h('span', null, doIt));
	return h(
		'form.stack',
		{
			test,
			onsubmit: async (event) => {
				event.preventDefault();
				if (submit.disabled) return;
				complaint.say('');
				submit.disabled = true;
				submit.setAttribute('aria-busy', 'true');
				try {
					await work(complaint);
				} catch (error) {
					complaint.show(error);
				} finally {
					submit.disabled = false;
					submit.removeAttribute('aria-busy');
				}
			}
		},
		parts,
		complaint.line,
		submit
	);
}

/** Two fields for a new password, and whether they agree. */
function newPassword() {
	const first = passwordInput('new-password', 'new-password');
	const second = passwordInput('repeat-password', 'new-password');
	return {
		fields: [field(t('login.new-password'), first, t('login.password-hint')), field(t('login.repeat'), second)],
		value: first,
		agrees(complaint) {
			if (first.value === second.value) return true;
			complaint.say(t('login.differ'));
			second.focus();
			return false;
		}
	};
}

const nameInput = (value = '') =>
	h('input', {
		type: 'text',
		required: true,
		autocomplete: 'username',
		maxlength: 64,
		value,
		autocapitalize: 'none',
		spellcheck: 'false',
		test: 'name'
	});

function firstUserForm(token, done) {
	const tokenField = h('input', {
		type: 'text',
		required: true,
		autocomplete: 'off',
		spellcheck: 'false',
		value: token,
		test: 'first-token',
		placeholder: 'tocsin_…'
	});
	const name = nameInput();
	const password = newPassword();
	return form(
		[
			h('p', null, t('first.words')),
			field(t('first.token'), tokenField, t('first.token-hint')),
			field(t('login.name'), name),
			password.fields
		],
		t('first.do'),
		async (complaint) => {
			if (!password.agrees(complaint)) return;
			const body = { token: tokenField.value.trim(), name: name.value.trim(), password: password.value.value };
			const session = await send('POST', '/console/api/first-user', body);
			done(session?.user ? session : await get('/console/api/session'));
		},
		'first-start'
	);
}

function loginForm(name, done) {
	const who = nameInput(name);
	const password = passwordInput('password', 'current-password');
	return form(
		[field(t('login.name'), who), field(t('login.password'), password)],
		t('login.do'),
		async () => {
			try {
				done(await send('POST', '/console/api/session', { name: who.value.trim(), password: password.value }));
			} catch (error) {
				password.value = '';
				password.focus();
				throw error;
			}
		},
		'login'
	);
}

/**
 * The page for who is not logged in.
 * @param {HTMLElement} root
 * @param {{first: boolean, token: string, said?: string, changeLanguage: (language: string) => void,
 *   done: (session: object) => void}} how
 */
export function showLogin(root, how) {
	const title = h('h1', { tabindex: '-1' }, how.first ? t('first.title') : t('login.title'));
	fill(
		root,
		h(
			'header.top',
			null,
			h(
				'span.brand',
				null,
				h('img', { src: '/console/icon.svg', alt: '', width: 22, height: 22 }),
				h('b', null, 'Tocsin')
			),
			h('span.space'),
			looks(how.changeLanguage)
		),
		h(
			'main.main.login',
			{ id: 'main' },
			h(
				'section.card',
				null,
				title,
				how.said && h('p.said', { role: 'status' }, how.said),
				how.first ? firstUserForm(how.token, how.done) : loginForm('', how.done)
			),
			h('p.hint', null, t('login.purpose'))
		)
	);
	const empty = [...root.querySelectorAll('input')].find((input) => !input.value);
	(empty ?? title).focus();
}

/** Asks to log in again, over what one was at. Resolves to the new SESSION. */
export function logInAgain(name) {
	return new Promise((resolve) => {
		const frame = dialog(
			t('login.again'),
			[
				h('p', null, t('login.again-words')),
				loginForm(name, (session) => {
					useSession(session);
					frame.close();
					resolve(session);
				})
			],
			{ locked: true, test: 'login-again' }
		);
		frame.querySelector('[data-test=password]').focus();
	});
}

/** Has the account's own password changed. */
export function changePassword() {
	const old = passwordInput('old-password', 'current-password');
	const password = newPassword();
	const frame = dialog(
		t('account.password'),
		form(
			[field(t('account.old-password'), old), password.fields],
			t('account.change'),
			async (complaint) => {
				if (!password.agrees(complaint)) return;
				await send('PUT', '/console/api/session/password', { old: old.value, new: password.value.value });
				frame.close();
				toast(t('account.changed'));
			},
			'password-form'
		),
		{ test: 'password-dialog' }
	);
	old.focus();
}

/** Logs out. */
export async function logOut(control) {
	return busy(control, async () => {
		await send('DELETE', '/console/api/session');
		return true;
	});
}
