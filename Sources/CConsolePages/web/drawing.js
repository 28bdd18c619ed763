// Drawing on a camera's picture: by mouse, touch and keyboard.

import { fill, h, s } from './dom.js';
import { drawList, drawTools } from './drawing-lists.js';
import { penMark, shapeMark } from './drawing-marks.js';
import { shape, shapeKinds, Steps } from './geometry.js';
import { announce } from './parts.js';
import { t } from './words.js';

const copy = (shapes) => shapes.map((one) => ({ ...one, points: one.points.map(([x, y]) => [x, y]) }));
const clamp = (value) => Math.min(1, Math.max(0, value));

export class Drawing {
	/**
	 * @param {{picture: string, width: number, height: number, shapes: object[], kinds: string[],
	 *   changed: (shapes: object[]) => void}} how
	 */
	constructor(how) {
		Object.assign(this, how);
		this.steps = new Steps(copy(how.shapes));
		this.shapes = copy(how.shapes);
		this.zoom = 1;
		this.selected = null;
		this.tools = h('div.tools', { role: 'toolbar', 'aria-label': t('draw.tools') });
		this.hint = h('p.hint.draw-hint', { role: 'status', test: 'draw-hint' });
		this.svg = s('svg', {
			role: 'group',
			tabindex: -1,
			'aria-label': t('draw.picture'),
			'data-test': 'drawing',
			onpointerdown: (event) => this.down(event),
			onpointermove: (event) => this.move(event),
			onpointerup: (event) => this.up(event),
			onpointercancel: () => this.dropped(),
			ondblclick: () => this.finish()
		});
		this.stage = h('div.stage', null, this.svg);
		this.list = h('ul.shapes', { test: 'shapes' });
		this.element = h('div.drawing', { onkeydown: (event) => this.pressed(event) }, this.tools, this.hint, this.stage);
		this.observer = new ResizeObserver(() => this.draw());
		this.observer.observe(this.stage);
		this.resize();
	}

	/** Another picture, of another size perhaps. */
	setPicture(picture, width, height) {
		Object.assign(this, { picture, width, height });
		this.resize();
	}

	/** Other kinds can be drawn now, and these are the shapes. */
	setShapes(kinds, shapes) {
		this.kinds = kinds;
		this.shapes = copy(shapes);
		this.steps = new Steps(copy(shapes));
		this.selected = null;
		this.pen = null;
		this.draw();
	}

	resize() {
		this.svg.setAttribute('viewBox', `0 0 ${this.width} ${this.height}`);
		this.stage.style.aspectRatio = `${this.width} / ${this.height}`;
		this.draw();
	}

	setZoom(zoom) {
		const { stage } = this;
		const middle = [
			(stage.scrollLeft + stage.clientWidth / 2) / this.zoom,
			(stage.scrollTop + stage.clientHeight / 2) / this.zoom
		];
		this.zoom = Math.min(6, Math.max(1, zoom));
		this.svg.style.width = `${this.zoom * 100}%`;
		stage.scrollLeft = middle[0] * this.zoom - stage.clientWidth / 2;
		stage.scrollTop = middle[1] * this.zoom - stage.clientHeight / 2;
		this.draw();
	}

	// Pixels of the picture for one of the screen: handles keep their size at any zoom.
	get unit() {
		return this.width / (this.svg.clientWidth || this.width);
	}

	point(event) {
		const box = this.svg.getBoundingClientRect();
		return [clamp((event.clientX - box.left) / box.width), clamp((event.clientY - box.top) / box.height)];
	}

	commit() {
		this.steps.take(copy(this.shapes));
		this.changed(copy(this.shapes));
		this.draw();
	}

	restore() {
		this.shapes = copy(this.steps.present);
		if (!this.shapes.some((one) => one.id === this.selected)) this.selected = null;
		this.changed(copy(this.shapes));
		this.draw();
	}

	undo() {
		this.steps.undo();
		this.restore();
	}
	redo() {
		this.steps.redo();
		this.restore();
	}

	// Pen: a shape that is being drawn point by point.

	begin(kind, byKeyboard) {
		if (byKeyboard) {
			this.place(kind);
			return;
		}
		this.pen = { kind, points: [], at: null };
		this.selected = null;
		this.draw();
		// So that Enter and Escape are heard.
		this.svg.focus({ preventScroll: true });
	}

	/** Puts a shape of usual size in the middle, for who goes on by keyboard. */
	place(kind) {
		const shift = this.shapes.filter((one) => one.kind === kind).length * 0.04;
		const points = shapeKinds[kind].isLine
			? [
					[0.2, clamp(0.6 - shift)],
					[0.8, clamp(0.6 - shift)]
				]
			: [
					[0.3 + shift, 0.3],
					[0.7 + shift, 0.3],
					[0.7 + shift, 0.7],
					[0.3 + shift, 0.7]
				].map(([x, y]) => [clamp(x), y]);
		this.add(kind, points);
		this.focusKey(`${this.selected}-0`);
	}

	nextFloor() {
		const floors = this.shapes.filter((one) => one.kind === 'floor').map((one) => one.floor);
		return floors.length ? Math.max(...floors) + 1 : 3;
	}

	add(kind, points) {
		if (!shapeKinds[kind].many) this.shapes = this.shapes.filter((one) => one.kind !== kind);
		const made = shape(kind, points, kind === 'floor' ? this.nextFloor() : undefined);
		this.shapes.push(made);
		this.selected = made.id;
		this.pen = null;
		this.commit();
		announce(t('draw.added', { name: this.nameOf(made) }));
	}

	finish() {
		if (!this.pen) return;
		// A double press has put its point twice.
		const points = this.pen.points.filter(
			([x, y], index, all) => !index || Math.hypot(x - all[index - 1][0], y - all[index - 1][1]) > 0.003
		);
		if (points.length >= (shapeKinds[this.pen.kind].isLine ? 2 : 3)) this.add(this.pen.kind, points);
	}

	penPoint(point) {
		const { points, kind } = this.pen;
		const near =
			points.length > 2 &&
			Math.hypot((point[0] - points[0][0]) * this.width, (point[1] - points[0][1]) * this.height) < 12 * this.unit;
		if (near) {
			this.finish();
			return;
		}
		points.push(point);
		if (shapeKinds[kind].isLine && points.length === 2) this.finish();
		else this.draw();
	}

	down(event) {
		if (event.button) return;
		const { dataset } = event.target;
		const point = this.point(event);
		this.svg.setPointerCapture(event.pointerId);
		if (this.pen) {
			this.drag = { pen: true };
			return;
		}
		const one = this.shapes.find((other) => other.id === Number(dataset.shape));
		if (!one) {
			this.select(null);
			return;
		}
		event.preventDefault();
		if (dataset.middle !== undefined) {
			one.points.splice(Number(dataset.middle) + 1, 0, point);
			this.drag = { one, index: Number(dataset.middle) + 1, moved: true };
		} else if (dataset.point !== undefined) this.drag = { one, index: Number(dataset.point) };
		else this.drag = { one, from: point, points: one.points.map(([x, y]) => [x, y]) };
		this.select(one.id);
		this.focusKey(dataset.point !== undefined ? `${one.id}-${dataset.point}` : String(one.id));
	}

	move(event) {
		const point = this.point(event);
		if (this.pen) {
			this.pen.at = point;
			this.draw();
			return;
		}
		if (!this.drag) return;
		const { one, index, from, points } = this.drag;
		if (index !== undefined) one.points[index] = point;
		else this.shift(one, points, point[0] - from[0], point[1] - from[1]);
		this.drag.moved ||= index !== undefined || Math.hypot(point[0] - from[0], point[1] - from[1]) > 0.002;
		this.draw();
	}

	// Moves the whole shape, and leaves it whole at the edges of the picture.
	shift(one, points, dx, dy) {
		const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
		const [x, y] = [
			Math.min(1 - Math.max(...xs), Math.max(-Math.min(...xs), dx)),
			Math.min(1 - Math.max(...ys), Math.max(-Math.min(...ys), dy))
		];
		one.points = points.map((point) => [point[0] + x, point[1] + y]);
	}

	up(event) {
		if (this.drag?.pen) {
			this.penPoint(this.point(event));
			// A press takes the focus to what lies around the picture.
			if (this.pen) this.svg.focus({ preventScroll: true });
		} else if (this.drag?.moved) this.commit();
		this.drag = null;
	}

	dropped() {
		this.drag = null;
		this.shapes = copy(this.steps.present);
		this.draw();
	}

	select(id) {
		if (this.selected === id) return;
		this.selected = id;
		this.draw();
	}

	remove(one) {
		this.shapes = this.shapes.filter((other) => other.id !== one.id);
		this.selected = null;
		this.commit();
		announce(t('draw.removed'));
		this.tools.querySelector('button')?.focus();
	}

	removePoint(one, index) {
		if (one.points.length <= (shapeKinds[one.kind].isLine ? 2 : 3)) {
			this.remove(one);
			return;
		}
		one.points.splice(index, 1);
		this.commit();
		this.focusKey(`${one.id}-${Math.min(index, one.points.length - 1)}`);
	}

	addPoint(one, index) {
		if (shapeKinds[one.kind].isLine) return;
		const [a, b] = [one.points[index], one.points[(index + 1) % one.points.length]];
		one.points.splice(index + 1, 0, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]);
		this.commit();
		this.focusKey(`${one.id}-${index + 1}`);
	}

	pressed(event) {
		const control = event.ctrlKey || event.metaKey;
		const key = event.key.toLowerCase();
		if (control && (key === 'z' || key === 'y')) {
			event.preventDefault();
			if (key === 'y' || event.shiftKey) this.redo();
			else this.undo();
			return;
		}
		if (this.pen && ['Enter', 'Escape'].includes(event.key)) {
			event.preventDefault();
			if (event.key === 'Enter') this.finish();
			else {
				this.pen = null;
				this.draw();
			}
			return;
		}
		const one = this.shapes.find((other) => other.id === Number(event.target.dataset?.shape));
		if (!one || control || event.altKey) return;
		this.pressedOn(event, one);
	}

	pressedOn(event, one) {
		const index = event.target.dataset.point === undefined ? null : Number(event.target.dataset.point);
		const far = event.shiftKey ? 10 : 1;
		const [dx, dy] = { ArrowLeft: [-far, 0], ArrowRight: [far, 0], ArrowUp: [0, -far], ArrowDown: [0, far] }[
			event.key
		] ?? [0, 0];
		if (dx || dy) {
			if (index === null) this.shift(one, one.points, dx / this.width, dy / this.height);
			else
				one.points[index] = [
					clamp(one.points[index][0] + dx / this.width),
					clamp(one.points[index][1] + dy / this.height)
				];
			this.commit();
		} else if (event.key === 'Delete' || event.key === 'Backspace') {
			if (index === null) this.remove(one);
			else this.removePoint(one, index);
		} else if (index !== null && (event.key === 'Insert' || event.key === '+')) this.addPoint(one, index);
		else if (index === null && (event.key === 'Enter' || event.key === ' ')) {
			this.select(one.id);
			this.focusKey(`${one.id}-0`);
		} else return;
		event.preventDefault();
	}

	focusKey(key) {
		this.svg.querySelector(`[data-key="${key}"]`)?.focus({ preventScroll: true });
	}

	nameOf(one) {
		if (one.kind === 'floor') return t('draw.floor-name', { n: one.floor });
		const same = this.shapes.filter((other) => other.kind === one.kind);
		return same.length > 1 ? `${t(`shape.${one.kind}`)} ${same.indexOf(one) + 1}` : t(`shape.${one.kind}`);
	}

	draw() {
		const focused = this.svg.contains(document.activeElement) ? document.activeElement.dataset.key : null;
		const shown = [...this.shapes].sort((a, b) => (a.id === this.selected) - (b.id === this.selected));
		if (this.shownPicture !== this.picture || !this.image) {
			this.image = s('image', { href: this.picture, preserveAspectRatio: 'none' });
			this.shownPicture = this.picture;
		}
		this.image.setAttribute('width', this.width);
		this.image.setAttribute('height', this.height);
		fill(
			this.svg,
			this.image,
			shown.map((one) => shapeMark(this, one)),
			this.pen && penMark(this)
		);
		if (focused) this.focusKey(focused);
		this.svg.classList.toggle('is-pen', Boolean(this.pen));
		this.hint.textContent = this.pen
			? t(shapeKinds[this.pen.kind].isLine ? 'draw.pen-line' : 'draw.pen-polygon', {
					name: t(`shape.${this.pen.kind}`)
				})
			: this.selected
				? t('draw.selected')
				: t(this.shapes.length ? 'draw.ready' : 'draw.empty');
		drawTools(this);
		drawList(this);
	}

	setFloor(one, input) {
		const floor = Math.round(Number(input.value));
		if (!Number.isFinite(floor) || input.value === '') {
			input.value = one.floor;
			return;
		}
		const mine = this.shapes.find((other) => other.id === one.id);
		mine.floor = floor;
		this.commit();
	}

	close() {
		this.observer.disconnect();
	}
}

/** The kinds that can be drawn for the detectors of `entry`. */
export const kindsFor = (entry) =>
	Object.keys(shapeKinds).filter((kind) => entry.detectors?.[shapeKinds[kind].detector]);
