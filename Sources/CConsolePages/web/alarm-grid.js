// The list of alarms as a grid of rows: which row is active, what keys and presses do. What the alarms are, the view knows.

import { h } from './dom.js';
import { createRow, releaseRow, rowKey, tickRow, updateRow } from './alarm-row.js';
import { VirtualList } from './virtual-list.js';
import { t } from './words.js';

const columns = ['kind', 'place', 'floor', 'priority', 'state', 'age'];

export class AlarmGrid {
	/**
	 * @param {import('./alarm-book.js').AlarmBook} book
	 * @param {{open: (row: object) => void, selected: () => string|null, hasFailed: () => boolean, near: () => void,
	 *   retry: () => void, changed: () => void, top: () => void}} does `near`: the end of what there is comes into sight;
	 *   `top`: the top was reached
	 */
	constructor(book, does) {
		this.book = book;
		this.does = does;
		this.active = null;
		const body = h('div.rows', { role: 'rowgroup' });
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
				onfocus: () => this.focused(),
				onscroll: () => {
					if (this.isAtTop) does.top();
				}
			},
			this.head(),
			body
		);
		this.list = new VirtualList(this.scroller, body, {
			create: () => createRow(does),
			update: (row, item, index) => updateRow(row, item, index, { selected: does.selected(), active: this.active }),
			release: releaseRow,
			at: (index) => book.row(index) ?? (does.hasFailed() ? { failed: true } : null),
			key: (item, index) => (item?.record ? rowKey(item, index) : `rest-${index - book.rows}`),
			range: (_, last) => {
				if (last > book.rows - 20) does.near();
			}
		});
		this.timer = setInterval(() => this.list.each(tickRow), 5000);
	}

	head() {
		return h(
			'div.head',
			{ role: 'rowgroup' },
			h(
				'div.row-head',
				{ role: 'row' },
				h('span.cell-thumb', { role: 'columnheader' }, h('span.unseen', null, t('column.picture'))),
				columns.map((name) => h(`span.cell-${name}`, { role: 'columnheader' }, t(`column.${name}`)))
			)
		);
	}

	/** There are `count` rows now, those included that stand for older alarms on their way. */
	refresh(count) {
		this.list.refresh(count);
	}

	/** Draws the rows in sight anew. */
	redraw() {
		this.list.draw(true);
	}

	/** Takes the keyboard. */
	focus() {
		this.scroller.focus({ preventScroll: true });
	}

	/** Whether answers are on their way. */
	wait(isWaiting) {
		if (isWaiting) this.scroller.setAttribute('aria-busy', 'true');
		else this.scroller.removeAttribute('aria-busy');
	}

	toTop() {
		this.scroller.scrollTop = 0;
	}

	get isAtTop() {
		return this.scroller.scrollTop < 8;
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
		else if ((event.key === 'Enter' || event.key === ' ') && row) this.does.open(row);
		else return;
		event.preventDefault();
	}

	toggle(row, expanded) {
		if (row.group.members.length < 2) return;
		this.book.toggle(row.group, expanded);
		this.active = `burst-${row.group.serial}`;
		this.scroller.setAttribute('aria-activedescendant', `alarm-${this.active}`);
		this.does.changed();
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
		else this.does.open(row);
	}

	/** The row `by` rows from that of alarm `id`, or from the active one; it becomes active. */
	step(id, by) {
		const from = id ? this.book.indexOf(id) : this.indexOfKey(this.active);
		const index = Math.min(this.book.rows - 1, Math.max(0, from + by));
		this.setActive(index);
		return this.book.row(index);
	}

	/** Ends it. */
	close() {
		clearInterval(this.timer);
		this.list.close();
	}
}
