// A list of rows of one height, of which only those in sight exist.

const overscan = 6;

export class VirtualList {
	#scroller;
	#body;
	#does;
	#shown = new Map();
	#spare = [];
	#frame = 0;
	#height = 64;
	#count = 0;
	#observer;

	/**
	 * @param {HTMLElement} scroller what scrolls
	 * @param {HTMLElement} body what holds the rows
	 * @param {{create: () => {element: HTMLElement}, update: (row: object, item: any, index: number) => void,
	 *   release: (row: object) => void, at: (index: number) => any, key: (item: any, index: number) => string,
	 *   range?: (first: number, last: number) => void}} does
	 */
	constructor(scroller, body, does) {
		this.#scroller = scroller;
		this.#body = body;
		this.#does = does;
		scroller.addEventListener('scroll', () => this.draw(), { passive: true });
		this.#observer = new ResizeObserver(() => {
			this.#measure();
			this.draw();
		});
		this.#observer.observe(scroller);
		this.#measure();
	}

	/** Pixels of a row, as the style sheet has it for this width. */
	get rowHeight() {
		return this.#height;
	}

	#measure() {
		const before = this.#height;
		this.#height = parseFloat(getComputedStyle(this.#scroller).getPropertyValue('--row-height')) || 64;
		if (before === this.#height) return;
		const first = this.#scroller.scrollTop / before;
		this.#body.style.height = `${this.#count * this.#height}px`;
		this.#scroller.scrollTop = first * this.#height;
	}

	/** There are `count` rows now, and any of them may have changed. */
	refresh(count) {
		if (count !== this.#count) {
			this.#count = count;
			this.#body.style.height = `${count * this.#height}px`;
		}
		this.draw(true);
	}

	/** Draws with the next frame. */
	draw(isChanged = false) {
		if (isChanged) this.isStale = true;
		this.#frame ||= requestAnimationFrame(() => {
			this.#frame = 0;
			this.#render();
		});
	}

	#render() {
		const { scrollTop, clientHeight } = this.#scroller;
		const first = Math.max(0, Math.floor(scrollTop / this.#height) - overscan);
		const last = Math.min(this.#count, Math.ceil((scrollTop + clientHeight) / this.#height) + overscan);
		const wanted = new Map();
		for (let index = first; index < last; index += 1) {
			const item = this.#does.at(index);
			wanted.set(this.#does.key(item, index), [item, index]);
		}
		for (const [key, row] of this.#shown) {
			if (wanted.has(key)) continue;
			this.#shown.delete(key);
			this.#does.release(row);
			row.element.remove();
			this.#spare.push(row);
		}
		let position = 0;
		for (const [key, [item, index]] of wanted) this.#place(key, item, index, position++);
		this.isStale = false;
		this.#does.range?.(first, last);
	}

	#place(key, item, index, position) {
		let row = this.#shown.get(key);
		const isKnown = Boolean(row);
		if (!row) {
			row = this.#spare.pop() ?? this.#does.create();
			this.#shown.set(key, row);
		}
		if (row.index !== index || row.height !== this.#height) {
			row.element.style.transform = `translateY(${index * this.#height}px)`;
			row.height = this.#height;
		}
		if (!isKnown || this.isStale || row.index !== index) this.#does.update(row, item, index);
		row.index = index;
		// Readers of the screen go by the order in the document.
		const there = this.#body.children[position];
		if (there !== row.element) this.#body.insertBefore(row.element, there ?? null);
	}

	/** Calls `act` with each row in sight. */
	each(act) {
		for (const row of this.#shown.values()) act(row);
	}

	/** Scrolls as little as it takes to have the row at `index` in sight. */
	reveal(index, margin = 0) {
		const top = index * this.#height;
		const { scrollTop, clientHeight } = this.#scroller;
		if (top < scrollTop) this.#scroller.scrollTop = top;
		else if (top + this.#height + margin > scrollTop + clientHeight) {
			this.#scroller.scrollTop = top + this.#height + margin - clientHeight;
		}
	}

	/** Ends it. */
	close() {
		this.#observer.disconnect();
		cancelAnimationFrame(this.#frame);
		for (const row of this.#shown.values()) this.#does.release(row);
	}
}
