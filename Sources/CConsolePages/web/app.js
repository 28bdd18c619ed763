// Begins: language, session, frame; shows the view that the address names; brings the login up when the session ends.

import { currentSession, get, may, onSessionEnd, useSession } from './api.js';
import { fill, h } from './dom.js';
import { heed, setTitle } from './heed.js';
import { listen } from './keys.js';
import { changePassword, logInAgain, logOut, showLogin, tokenFromAddress } from './login.js';
import { keep } from './memory.js';
import { confirmed, failure, nothing, skeleton } from './parts.js';
import { place } from './router.js';
import { frame } from './shell.js';
import { startStream, stopStream } from './stream.js';
import { loadLanguage, t } from './words.js';

// Loaded when somebody goes there; alarms are what most look at, and are loaded ahead.
const views = {
	alarms: { load: () => import('./alarms-view.js') },
	cameras: { load: () => import('./cameras-view.js') },
	scoreboard: { load: () => import('./scoreboard-view.js') },
	setup: { load: () => import('./setup-view.js'), right: 'engineer' },
	users: { load: () => import('./users-view.js'), right: 'engineer' },
	audit: { load: () => import('./audit-view.js'), right: 'audit' }
};

const root = document.getElementById('app');
let shell = null;
let open = null;
let turn = 0;
const firstToken = tokenFromAddress();

async function showPlace(focus = true) {
	const { path, query } = place();
	const [name, ...rest] = path;
	const mine = ++turn;
	// The view itself knows best what to keep when only its own part of the address changes.
	if (open?.name === name && open.view?.change?.(rest, query)) return;
	open?.view?.close?.();
	open = null;
	shell.show(name);
	setTitle(t(`view.${name}`));
	const entry = views[name];
	if (!entry || (entry.right && !may(entry.right))) {
		fill(
			shell.main,
			h('h1.unseen', { tabindex: '-1' }, t('view.nowhere')),
			entry
				? nothing(t('problem.forbidden'), t('remedy.forbidden'))
				: nothing(t('view.nowhere'), t('view.nowhere-hint'))
		);
		return;
	}
	fill(shell.main, skeleton(8));
	try {
		const module = await entry.load();
		if (mine !== turn) return;
		shell.main.replaceChildren();
		shell.main.className = `main view-${name}`;
		shell.main.scrollTop = 0;
		open = { name, view: module.open(shell.main, rest, query) };
		if (focus) shell.main.querySelector('h1')?.focus({ preventScroll: true });
	} catch (error) {
		if (mine === turn)
			fill(
				shell.main,
				failure(error, () => showPlace(focus))
			);
	}
}

async function moved(event) {
	if (shell && open?.view?.isUnsaved?.() && !(await confirmed(t('leave.title'), t('leave.words'), t('leave.do')))) {
		history.replaceState(null, '', event.oldURL);
		return;
	}
	if (shell) showPlace();
}

function leave() {
	open?.view?.close?.();
	shell?.end();
	open = null;
	shell = null;
	stopStream();
}

function showConsole(focus) {
	open?.view?.close?.();
	open = null;
	shell?.end();
	document.documentElement.dataset.frame = 'console';
	keep('known', '1');
	shell = frame(root, {
		changeLanguage,
		changePassword,
		logOut: async (event) => {
			if (!(await logOut(event.currentTarget))) return;
			useSession(null);
			leave();
			showDoor({ name: 'no-session' }, t('account.logged-out'));
		}
	});
	showPlace(focus);
}

function entered(session) {
	useSession(session);
	startStream();
	showConsole(true);
}

function showDoor(problem, said = '') {
	leave();
	keep('known', null);
	setTitle('');
	const first = problem.name === 'first-start';
	showLogin(root, { first, token: firstToken, said, changeLanguage, done: entered });
}

async function changeLanguage(language) {
	if (open?.view?.isUnsaved?.() && !(await confirmed(t('leave.title'), t('leave.words'), t('leave.do')))) return;
	await loadLanguage(language);
	if (currentSession()) showConsole(false);
	else start();
	root.querySelector('[data-test=language]')?.focus();
}

let asking = false;
onSessionEnd(async (problem) => {
	if (asking || !shell) return;
	if (problem.name === 'first-start') {
		showDoor(problem);
		return;
	}
	asking = true;
	stopStream();
	const before = currentSession();
	const session = await logInAgain(before.user);
	asking = false;
	// The same person goes on where they were; another gets the page anew.
	if (session.user === before.user && session.role === before.role) {
		startStream(true);
		open?.view?.refresh?.();
	} else showConsole(true);
});

async function start() {
	try {
		const session = await get('/console/api/session');
		if (session.user) entered(session);
		else showDoor({ name: session.firstStart ? 'first-start' : 'no-session' });
	} catch (error) {
		if (error.status === 401) showDoor(error);
		else fill(root, h('main.main.login', null, h('h1.unseen', null, 'Tocsin'), failure(error, start)));
	}
}

window.addEventListener('hashchange', moved);
window.addEventListener('beforeunload', (event) => {
	if (open?.view?.isUnsaved?.()) event.preventDefault();
});
listen();
heed();
await loadLanguage();
if (!location.hash) history.replaceState(null, '', '#/alarms');
start();
