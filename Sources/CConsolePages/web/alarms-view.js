// The view of alarms: filter, list that is live, and one alarm beside it.

import { get, now, withQuery } from './api.js';
import { fill, h, write } from './dom.js';
import { AlarmBook } from './alarm-book.js';
import { filterBar, filterOf, isEmpty, isSame, matches, queryOf } from './alarm-filter.js';
import { openPanel } from './alarm-panel.js';
import { applyEvent, recordOf, recordOfEvent } from './alarm-record.js';
import { createRow, releaseRow, rowKey, tickRow, updateRow } from './alarm-row.js';
import { bind } from './keys.js';
import { failure, nothing } from './parts.js';
import { note } from './router.js';
import { onEvents, onMissed, streamBegun } from './stream.js';
import { noteArrivals } from './thumbnails.js';
import { VirtualList } from './virtual-list.js';
import { t } from './words.js';
import { icon } from './icons.js';

const firstPage = 60;
const page = 200;
/** Rows that stand for older alarms which are on their way. */
const ghosts = 12;

class AlarmsView {
	constructor(main, query) {
		this.book = new AlarmBook();
		this.filter = filterOf(query);
		this.selected = query.get('alarm');
		this.active = null;
		this.pending = new Map();
		this.early = null;
		this.next = null;
		this.turn = 0;
		this.build(main);
		this.ends = [onEvents((events) => this.take(events)), onMissed(() => this.load()), this.bindKeys()];
		this.timer = setInterval(() => this.list.each(tickRow), 5000);
		this.load();
		if (this.selected) this.openPanel(false);
	}

	build(main) {
		const head = ['kind', 'place', 'floor', 'priority', 'state', 'age'].map((name) =>
			h(`span.cell-${name}`, { role: 'columnheader' }, t(`column.${name}`))
		);
		this.bar = h('div.bar');
		this.body = h('div.rows', { role: 'rowgroup' });
		this.scroller = h(
			'div.grid',
			{
				role: 'treegrid',
				tabindex: '0',
				'aria-label': t('alarms.list'),
				'aria-rowcount': -1,
				test: 'alarm-list',
				onkeydown: (event) => this.pressed(event),
				onclick: (event) => this.clicked(event),
				onpointerdown: (event) => {
					this.pointed = event.target.closest('.row');
					this.pointedKey = this.pointed?.id;
				},
				onfocus: () => this.focused()
			},
			h(
				'div.head',
				{ role: 'rowgroup' },
				h(
					'div.row-head',
					{ role: 'row' },
					h('span.cell-thumb', { role: 'columnheader' }, h('span.unseen', null, t('column.picture'))),
					head
				)
			),
			this.body
		);
		this.pill = h('button.pill', { type: 'button', hidden: true, test: 'new-pill', onclick: () => this.toTop() });
		this.overlay = h('div.overlay', { hidden: true });
		this.panelPlace = h('aside.panel', {
			hidden: true,
			test: 'alarm-panel',
			onkeydown: (event) => {
				if (event.key === 'Escape' && !event.defaultPrevented) {
					event.preventDefault();
					this.closePanel();
				}
			}
		});
		this.loaded = h('span.hint', { test: 'loaded' });
		fill(
			main,
			h(
				'section.alarms',
				{ 'aria-labelledby': 'alarms-title' },
				h(
					'div.view-head',
					null,
					h('h1', { id: 'alarms-title', tabindex: '-1' }, t('view.alarms')),
					this.bar,
					this.loaded
				),
				h('div.list', null, this.scroller, this.pill, this.overlay)
			),
			this.panelPlace
		);
		this.drawBar();
		this.list = new VirtualList(this.scroller, this.body, {
			create: () =>
				createRow({
					retry: () => {
						this.moreFailed = false;
						this.more();
					}
				}),
			update: (row, item, index) => updateRow(row, item, index, this),
			release: releaseRow,
			at: (index) => this.book.row(index) ?? (this.moreFailed ? { failed: true } : null),
			key: (item, index) => (item?.record ? rowKey(item, index) : `rest-${index - this.book.rows}`),
			range: (first, last) => {
				if (last > this.book.rows - 20 && !this.moreFailed) this.more();
			}
		});
		this.scroller.addEventListener(
			'scroll',
			() => {
				if (this.isAtTop && this.pending.size) this.settle();
			},
			{ passive: true }
		);
	}

	get isAtTop() {
		return this.scroller.scrollTop < 8;
	}

	drawBar() {
		fill(
			this.bar,
			filterBar(this.filter, (changes) => this.refilter({ ...this.filter, ...changes }))
		);
	}

	refilter(filter) {
		this.filter = filter;
		const name = document.activeElement?.dataset?.test;
		// Who types two times needs the box to stay.
		const isOpen = document.activeElement?.type === 'datetime-local';
		this.drawBar();
		if (isOpen) this.bar.querySelector('.pop').open = true;
		if (name) this.bar.querySelector(`[data-test="${name}"]`)?.focus();
		this.note();
		this.load();
	}

	note() {
		note(['alarms'], { ...this.filter, alarm: this.selected ?? '' });
	}

	async load() {
		const mine = ++this.turn;
		this.pending.clear();
		this.early = [];
		this.isFresh = false;
		this.loading = true;
		this.moreFailed = false;
		if (!this.book.size) this.list.refresh(ghosts);
		this.scroller.setAttribute('aria-busy', 'true');
		try {
			await streamBegun();
			const found = await get(withQuery('/console/api/alarms', { ...queryOf(this.filter), limit: firstPage }));
			if (mine !== this.turn) return;
			this.book.clear();
			this.book.addOlder(found.alarms.map(recordOf));
			this.next = found.next;
			this.loading = false;
			const early = this.early;
			this.early = null;
			this.stale = false;
			this.overlay.hidden = true;
			this.scroller.scrollTop = 0;
			this.take(early);
			this.draw();
			this.reselect();
		} catch (error) {
			if (mine !== this.turn) return;
			this.loading = false;
			this.early = null;
			this.show(failure(error, () => this.load()));
		} finally {
			if (mine === this.turn) this.scroller.removeAttribute('aria-busy');
		}
	}

	// The list has a new record of the alarm that the panel shows.
	reselect() {
		const record = this.selected && this.book.record(this.selected);
		if (record && this.panel) this.openPanel(false);
	}

	async more() {
		if (this.loading || !this.next) return;
		this.loading = true;
		this.moreFailed = false;
		const mine = this.turn;
		try {
			const found = await get(
				withQuery('/console/api/alarms', { ...queryOf(this.filter), before: this.next, limit: page })
			);
			if (mine !== this.turn) return;
			this.book.addOlder(found.alarms.map(recordOf));
			this.next = found.next;
			this.loading = false;
		} catch {
			if (mine !== this.turn) return;
			this.loading = false;
			// Asked again only when somebody presses, not with every movement.
			this.moreFailed = true;
		}
		this.draw();
	}

	take(events) {
		if (!events?.length) return;
		if (this.early) {
			this.early.push(...events);
			return;
		}
		let opened = 0;
		let touched = false;
		for (const event of events) {
			const id = event.data.alarmID;
			const record = this.book.record(id) ?? this.pending.get(id);
			if (record) {
				applyEvent(record, event);
				touched = true;
				if (!matches(this.filter, record) && (id !== this.selected || record.state === 'merged')) {
					this.book.remove(id);
					this.pending.delete(id);
				}
			} else if (event.data.phase === 'open') {
				const fresh = recordOfEvent(event);
				fresh.arrived = now();
				if (matches(this.filter, fresh)) {
					this.pending.set(id, fresh);
					opened += 1;
				}
			} else if (event.data.handling && (this.filter.state || this.filter.open)) this.stale = true;
			if (this.panel?.id === id) this.panel.update(Boolean(event.data.handling));
		}
		if (opened) noteArrivals(opened);
		if (this.isAtTop) this.settle();
		else if (opened || touched || this.stale) this.draw();
	}

	// Lets in what has arrived while one was reading further down.
	settle() {
		for (const record of this.pending.values()) this.book.addNewest(record);
		this.pending.clear();
		this.draw();
	}

	draw() {
		const more = this.moreFailed ? 1 : this.next ? ghosts : 0;
		this.list.refresh(this.book.rows + more);
		write(this.loaded, this.book.size ? t('alarms.loaded', { n: this.book.size }) + (this.next ? '+' : '') : '');
		const waits = this.pending.size;
		this.pill.hidden = !waits && !this.stale;
		if (!this.pill.hidden) {
			fill(this.pill, icon(waits ? 'up' : 'refresh'), waits ? t('alarms.pill', { n: waits }) : t('alarms.stale'));
		}
		if (!this.loading && !this.book.size && !this.next) {
			this.show(
				isEmpty(this.filter)
					? nothing(t('alarms.none'), t('alarms.none-hint'), 'check')
					: nothing(
							t('alarms.none-match'),
							t('alarms.none-match-hint'),
							'filter',
							h(
								'button',
								{ type: 'button', onclick: () => this.refilter(filterOf(new URLSearchParams())) },
								t('filter.reset')
							)
						)
			);
		} else if (this.book.size) this.overlay.hidden = true;
	}

	show(what) {
		fill(this.overlay, what);
		this.overlay.hidden = false;
		if (!this.book.size) this.list.refresh(0);
	}

	toTop() {
		this.scroller.scrollTop = 0;
		if (this.stale && !this.pending.size) this.load();
		else this.settle();
		this.scroller.focus({ preventScroll: true });
	}

	indexOfKey(key) {
		for (let index = 0; index < this.book.rows; index += 1)
			if (rowKey(this.book.row(index), index) === key) return index;
		return -1;
	}

	setActive(index) {
		const row = this.book.row(index);
		if (!row) return;
		this.active = rowKey(row, index);
		this.scroller.setAttribute('aria-activedescendant', `alarm-${this.active}`);
		this.list.reveal(index, 40);
		this.list.draw(true);
	}

	focused() {
		if (this.indexOfKey(this.active) < 0 && this.book.rows) this.setActive(0);
	}

	pressed(event) {
		if (event.ctrlKey || event.metaKey || event.altKey || event.target !== this.scroller) return;
		const index = this.indexOfKey(this.active);
		const row = this.book.row(index);
		const height = Math.max(1, Math.floor(this.scroller.clientHeight / this.list.rowHeight) - 2);
		const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: height, PageUp: -height };
		if (event.key in steps) this.setActive(Math.min(this.book.rows - 1, Math.max(0, index + steps[event.key])));
		else if (event.key === 'Home') this.setActive(0);
		else if (event.key === 'End') this.setActive(this.book.rows - 1);
		else if (event.key === 'ArrowRight' && row?.isHead) this.toggle(row, true);
		else if (event.key === 'ArrowLeft' && row) this.toggle(row, false);
		else if ((event.key === 'Enter' || event.key === ' ') && row) this.open(row);
		else return;
		event.preventDefault();
	}

	toggle(row, expanded) {
		if (row.group.members.length < 2) return;
		this.book.toggle(row.group, expanded);
		this.active = `burst-${row.group.serial}`;
		this.scroller.setAttribute('aria-activedescendant', `alarm-${this.active}`);
		this.draw();
	}

	clicked(event) {
		if (event.target.closest('button')) return;
		// What was pressed counts, even where new rows have moved it away under the pointer.
		const element = this.pointedKey ? this.pointed : event.target.closest('.row');
		const key = (this.pointedKey ?? element?.id ?? '').replace(/^alarm-/, '');
		this.pointed = null;
		this.pointedKey = null;
		const index = this.indexOfKey(key);
		if (index < 0) return;
		const row = this.book.row(index);
		this.setActive(index);
		if (row.isHead && event.target.closest('.toggle, .count')) this.toggle(row, !row.group.expanded);
		else this.open(row);
	}

	open(row) {
		if (row.isHead && !row.group.expanded) this.book.toggle(row.group, true);
		this.selected = row.record.id;
		this.draw();
		this.openPanel(true);
	}

	openPanel(focus) {
		this.panel?.close();
		this.note();
		this.panelPlace.hidden = false;
		this.panelPlace.parentElement.classList.add('has-panel');
		this.panel = openPanel(this.panelPlace, this.selected, {
			record: this.book.record(this.selected),
			others: () => this.book.record(this.selected)?.group?.members ?? [],
			close: () => this.closePanel(),
			step: (by) => this.step(by),
			changed: () => this.list.draw(true)
		});
		this.list.draw(true);
		if (focus) this.panel.focus();
	}

	closePanel() {
		if (!this.panel) return;
		this.panel.close();
		this.panel = null;
		const record = this.book.record(this.selected);
		this.selected = null;
		this.panelPlace.hidden = true;
		this.panelPlace.replaceChildren();
		this.panelPlace.parentElement.classList.remove('has-panel');
		if (record && !matches(this.filter, record)) this.book.remove(record.id);
		this.draw();
		this.note();
		this.scroller.focus({ preventScroll: true });
	}

	// To the alarm before or after, whose panel opens if one is open.
	step(by) {
		let index = this.selected ? this.book.indexOf(this.selected) : this.indexOfKey(this.active);
		index = Math.min(this.book.rows - 1, Math.max(0, index + by));
		const row = this.book.row(index);
		if (!row) return;
		this.setActive(index);
		if (this.panel) {
			this.selected = row.record.id;
			this.openPanel(true);
		} else this.scroller.focus({ preventScroll: true });
	}

	bindKeys() {
		const act = (name) => () => this.panel?.act(name);
		return bind({
			j: [t('keys.next'), () => this.step(1)],
			k: [t('keys.previous'), () => this.step(-1)],
			Enter: [t('keys.open'), null],
			'→ ←': [t('keys.expand'), null],
			e: [t('keys.evidence'), () => this.panel?.show()],
			a: [t('handle.ack'), act('ack')],
			c: [t('handle.confirm'), act('confirm')],
			f: [t('handle.false'), act('false')],
			x: [t('handle.close'), act('close')],
			m: [t('keys.comment'), () => this.panel?.comment()],
			n: [t('keys.newest'), () => this.toTop()],
			'/': [t('keys.filter'), () => this.bar.querySelector('select')?.focus()],
			Escape: [t('keys.close'), () => this.closePanel()]
		});
	}

	/** The address has changed within this view. */
	change(query) {
		const filter = filterOf(query);
		const selected = query.get('alarm');
		const isOther = !isSame(filter, this.filter);
		this.filter = filter;
		if (selected !== this.selected) {
			if (selected) {
				this.selected = selected;
				this.openPanel(true);
			} else this.closePanel();
		}
		if (isOther) {
			this.drawBar();
			this.load();
		}
		return true;
	}

	close() {
		this.turn += 1;
		this.ends.forEach((end) => end());
		clearInterval(this.timer);
		this.panel?.close();
		this.list.close();
	}
}

/** Opens the view in `main`. */
export function open(main, rest, query) {
	const view = new AlarmsView(main, query);
	return { change: (_, next) => view.change(next), close: () => view.close(), refresh: () => {} };
}
