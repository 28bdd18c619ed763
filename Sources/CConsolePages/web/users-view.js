// Accounts: who may do what.

import { currentSession, get, send } from './api.js';
import { fill, h } from './dom.js';
import { age, timeElement } from './format.js';
import { icon } from './icons.js';
import { button, busy, choice, confirmed, dialog, field, loadInto, problemLine, skeleton, toast } from './parts.js';
import { t } from './words.js';

const roles = ['guard', 'engineer', 'auditor'];
const roleOptions = () => roles.map((role) => [role, t(`role.${role}`)]);
const path = (name) => `/console/api/users/${encodeURIComponent(name)}`;

class Users {
	constructor(main) {
		this.place = h('div.card.scroll', { tabindex: '0', role: 'group', 'aria-label': t('view.users') });
		fill(
			main,
			h(
				'div.view-head',
				null,
				h('h1', { tabindex: '-1' }, t('view.users')),
				button(t('users.add'), { class: 'main-action', test: 'add-user', onclick: () => this.add() }, 'plus')
			),
			h('p.hint', null, t('users.hint')),
			this.place
		);
		this.load();
	}

	load(waiting = skeleton(4)) {
		return loadInto(
			this.place,
			() => get('/console/api/users'),
			({ users }) => this.table(users),
			waiting
		);
	}

	table(users) {
		const engineers = users.filter((user) => user.role === 'engineer' && user.enabled).length;
		return h(
			'table',
			{ test: 'users' },
			h(
				'thead',
				null,
				h(
					'tr',
					null,
					['name', 'role', 'enabled', 'seen', 'created'].map((name) => h('th', { scope: 'col' }, t(`users.${name}`))),
					h('th', { scope: 'col' }, h('span.unseen', null, t('users.does')))
				)
			),
			h(
				'tbody',
				null,
				users.map((user) => this.row(user, user.role === 'engineer' && user.enabled && engineers === 1))
			)
		);
	}

	row(user, isLast) {
		const role = choice(
			{
				value: user.role,
				disabled: isLast,
				'aria-label': t('users.role-of', { name: user.name }),
				test: 'user-role',
				onchange: () => this.change(user, { role: role.value }, role)
			},
			roleOptions()
		);
		const enabled = h('input', {
			type: 'checkbox',
			checked: user.enabled,
			disabled: isLast,
			test: 'user-enabled',
			onchange: () => this.change(user, { enabled: enabled.checked }, enabled)
		});
		const isMe = user.name === currentSession().user;
		return h(
			'tr',
			{ test: 'user-row', 'data-user': user.name },
			h('th', { scope: 'row' }, user.name, isMe && h('span.chip', null, t('users.you'))),
			h('td', null, role),
			h('td', null, h('label.tick', null, enabled, h('span', null, t(user.enabled ? 'users.on' : 'users.off')))),
			h('td', null, user.lastSeenAt ? timeElement(user.lastSeenAt, age(user.lastSeenAt)) : t('users.never')),
			h('td', null, timeElement(user.createdAt)),
			h(
				'td.number',
				null,
				button(t('users.password'), { test: 'user-password', onclick: () => this.password(user) }, 'key'),
				' ',
				h(
					'button.danger',
					{
						type: 'button',
						disabled: isLast,
						test: 'user-delete',
						title: isLast ? t('remedy.last-engineer') : null,
						'aria-label': t('users.delete-of', { name: user.name }),
						onclick: (event) => this.remove(user, event.currentTarget)
					},
					icon('bin')
				),
				isLast && h('span.sub', null, t('users.last'))
			)
		);
	}

	async change(user, changes, control) {
		control.disabled = true;
		try {
			await send('PATCH', path(user.name), changes);
			toast(t('users.changed', { name: user.name }));
		} catch (error) {
			toast(problemLine(error), 'bad');
		}
		const { test } = control.dataset;
		await this.load(this.place.firstChild);
		this.place.querySelector(`[data-user="${CSS.escape(user.name)}"] [data-test=${test}]`)?.focus();
	}

	async remove(user, control) {
		if (!(await confirmed(t('users.delete'), t('users.delete-words', { name: user.name }), t('users.delete')))) return;
		const done = await busy(control, async () => {
			await send('DELETE', path(user.name));
			return true;
		});
		if (!done) return;
		toast(t('users.deleted', { name: user.name }));
		this.load(this.place.firstChild);
	}

	form(title, fields, doIt, work, test) {
		const complaint = h('p.complaint', { role: 'alert', test: 'complaint' });
		const submit = h('button.main-action', { type: 'submit', test: 'submit' }, doIt);
		const frame = dialog(
			title,
			h(
				'form.stack',
				{
					onsubmit: async (event) => {
						event.preventDefault();
						submit.disabled = true;
						try {
							await work();
							frame.close();
							this.load(this.place.firstChild);
						} catch (error) {
							fill(complaint, icon('warn'), h('span', null, problemLine(error)));
						} finally {
							submit.disabled = false;
						}
					}
				},
				fields,
				complaint,
				h('div.dialog-foot', null, submit)
			),
			{ test }
		);
		frame.querySelector('input').focus();
	}

	add() {
		const name = h('input', {
			type: 'text',
			required: true,
			maxlength: 64,
			autocomplete: 'off',
			autocapitalize: 'none',
			spellcheck: 'false',
			test: 'name'
		});
		const role = choice({ value: 'guard', test: 'role' }, roleOptions());
		const password = h('input', { type: 'password', required: true, autocomplete: 'new-password', test: 'password' });
		const hint = h('p.hint', { role: 'status' }, t('users.may-guard'));
		role.addEventListener('change', () => {
			hint.textContent = t(`users.may-${role.value}`);
		});
		this.form(
			t('users.add'),
			[
				field(t('login.name'), name),
				field(t('users.role'), role),
				hint,
				field(t('login.password'), password, t('users.password-hint'))
			],
			t('users.add'),
			async () => {
				await send('POST', '/console/api/users', {
					name: name.value.trim(),
					role: role.value,
					password: password.value
				});
				toast(t('users.added', { name: name.value.trim() }));
			},
			'user-dialog'
		);
	}

	password(user) {
		const password = h('input', { type: 'password', required: true, autocomplete: 'new-password', test: 'password' });
		this.form(
			t('users.password-of', { name: user.name }),
			field(t('login.new-password'), password, t('users.password-hint')),
			t('account.change'),
			async () => {
				await send('PATCH', path(user.name), { password: password.value });
				toast(t('users.changed', { name: user.name }));
			},
			'user-password-dialog'
		);
	}
}

/** Opens the view in `main`. */
export function open(main) {
	new Users(main);
	return { close() {} };
}
