// The view of alarms: filter, list that is live, and one alarm beside it.

import { get, now, withQuery } from './api.js';
import { fill, h, write } from './dom.js';
import { AlarmBook } from './alarm-book.js';
import { AlarmGrid } from './alarm-grid.js';
import { filterBar, filterOf, isEmpty, isSame, matches, queryOf } from './alarm-filter.js';
import { openPanel } from './alarm-panel.js';
import { applyEvent, recordOf, recordOfEvent } from './alarm-record.js';
import { bind } from './keys.js';
import { failure, nothing } from './parts.js';
import { note } from './router.js';
import { onEvents, onMissed, streamBegun } from './stream.js';
import { noteArrivals } from './thumbnails.js';
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
		this.pending = new Map();
		this.early = null;
		this.next = null;
		this.turn = 0;
		this.build(main);
		this.ends = [onEvents((events) => this.take(events)), onMissed(() => this.load()), this.bindKeys()];
		this.load();
		if (this.selected) this.openPanel(false);
	}

	build(main) {
		this.bar = h('div.bar');
		this.grid = new AlarmGrid(this.book, {
			open: (row) => this.open(row),
			selected: () => this.selected,
			hasFailed: () => this.moreFailed,
			near: () => {
				if (!this.moreFailed) this.more();
			},
			retry: () => {
				this.moreFailed = false;
				this.more();
			},
			changed: () => this.draw(),
			top: () => {
				if (this.pending.size) this.settle();
			}
		});
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
				h('div.list', null, this.grid.scroller, this.pill, this.overlay)
			),
			this.panelPlace
		);
		this.drawBar();
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
		if (!this.book.size) this.grid.refresh(ghosts);
		this.grid.wait(true);
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
			this.grid.toTop();
			this.take(early);
			this.draw();
			this.reselect();
		} catch (error) {
			if (mine !== this.turn) return;
			this.loading = false;
			this.early = null;
			this.show(failure(error, () => this.load()));
		} finally {
			if (mine === this.turn) this.grid.wait(false);
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
		if (this.grid.isAtTop) this.settle();
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
		this.grid.refresh(this.book.rows + more);
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
		if (!this.book.size) this.grid.refresh(0);
	}

	toTop() {
		this.grid.toTop();
		if (this.stale && !this.pending.size) this.load();
		else this.settle();
		this.grid.focus();
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
			changed: () => this.grid.redraw()
		});
		this.grid.redraw();
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
		this.grid.focus();
	}

	// To the alarm before or after, whose panel opens if one is open.
	step(by) {
		const row = this.grid.step(this.selected, by);
		if (!row) return;
		if (this.panel) {
			this.selected = row.record.id;
			this.openPanel(true);
		} else this.grid.focus();
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
		for (const end of this.ends) end();
		this.panel?.close();
		this.grid.close();
	}
}

/** Opens the view in `main`. */
export function open(main, _, query) {
	const view = new AlarmsView(main, query);
	return { change: (path, next) => view.change(next), close: () => view.close(), refresh: () => {} };
}
