// Drawing on a camera's picture: by mouse, touch and keyboard.

import { fill, h, s } from './dom.js';
import { icon } from './icons.js';
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
		this.shapes = this.shapes.filter((other) => other !== one);
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
			shown.map((one) => this.drawShape(one)),
			this.pen && this.drawPen()
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
		this.drawTools();
		this.drawList();
	}

	pixels(points) {
		return points.map(([x, y]) => `${(x * this.width).toFixed(1)},${(y * this.height).toFixed(1)}`).join(' ');
	}

	drawShape(one) {
		const { isLine } = shapeKinds[one.kind];
		const isSelected = one.id === this.selected;
		const points = this.pixels(one.points);
		const [x, y] = [one.points[0][0] * this.width, one.points[0][1] * this.height];
		const words = {
			'data-shape': one.id,
			'data-key': one.id,
			tabindex: 0,
			role: 'button',
			'aria-pressed': String(isSelected),
			'data-test': `shape-${one.kind}`,
			'aria-label': t('draw.shape', { name: this.nameOf(one), n: one.points.length }),
			onfocus: () => this.select(one.id)
		};
		const line = isLine ? s('polyline', { points, ...words }) : s('polygon', { points, ...words });
		const size = 13 * this.unit;
		return s(
			`g.shape.of-${one.kind}${isSelected ? '.is-selected' : ''}`,
			null,
			isLine && s('polyline.wide-line', { points, 'data-shape': one.id, 'stroke-width': 22 * this.unit }),
			line,
			s(
				'text',
				{
					x: x + 6 * this.unit,
					y: y - 7 * this.unit,
					'font-size': size,
					'stroke-width': 3 * this.unit,
					'aria-hidden': 'true'
				},
				this.nameOf(one)
			),
			isSelected && this.drawHandles(one, isLine)
		);
	}

	drawHandles(one, isLine) {
		const handle = ([x, y], index) => {
			const [px, py] = [x * this.width, y * this.height];
			return s(
				'g.handle',
				{
					'data-key': `${one.id}-${index}`,
					'data-shape': one.id,
					'data-point': index,
					tabindex: 0,
					role: 'button',
					'data-test': 'point',
					'aria-label': t('draw.point', { n: index + 1, name: this.nameOf(one), x: Math.round(px), y: Math.round(py) })
				},
				s('circle.touch', { cx: px, cy: py, r: 18 * this.unit, 'data-shape': one.id, 'data-point': index }),
				s('circle.knob', {
					cx: px,
					cy: py,
					r: 6.5 * this.unit,
					'stroke-width': 2 * this.unit,
					'data-shape': one.id,
					'data-point': index
				})
			);
		};
		const middle = (index) => {
			const [a, b] = [one.points[index], one.points[(index + 1) % one.points.length]];
			return s('circle.middle', {
				cx: ((a[0] + b[0]) / 2) * this.width,
				cy: ((a[1] + b[1]) / 2) * this.height,
				r: 4.5 * this.unit,
				'stroke-width': 1.5 * this.unit,
				'data-shape': one.id,
				'data-middle': index
			});
		};
		return [isLine ? null : one.points.map((_, index) => middle(index)), one.points.map(handle)];
	}

	drawPen() {
		const { points, at, kind } = this.pen;
		return s(
			`g.pen.of-${kind}`,
			null,
			s('polyline', { points: this.pixels(at ? [...points, at] : points) }),
			points.map(([x, y]) =>
				s('circle.knob', { cx: x * this.width, cy: y * this.height, r: 5 * this.unit, 'stroke-width': 2 * this.unit })
			)
		);
	}

	drawTools() {
		const state = JSON.stringify([this.kinds, this.pen?.kind, this.steps.canUndo, this.steps.canRedo, this.zoom]);
		if (this.toolState === state) return;
		this.toolState = state;
		const focused = this.tools.contains(document.activeElement) ? document.activeElement.dataset.test : null;
		const bare = (name, sign, act, disabled) =>
			h(
				'button.bare',
				{
					type: 'button',
					'aria-label': t(`draw.${name}`),
					title: t(`draw.${name}`),
					test: `draw-${name}`,
					disabled,
					onclick: act
				},
				icon(sign)
			);
		fill(
			this.tools,
			this.kinds.map((kind) =>
				h(
					'button',
					{
						type: 'button',
						class: `of-${kind}`,
						test: `add-${kind}`,
						'aria-pressed': String(this.pen?.kind === kind),
						onclick: (event) => this.begin(kind, event.detail === 0)
					},
					h('i.ink', { 'aria-hidden': 'true' }),
					`＋ ${t(`shape.${kind}`)}`
				)
			),
			h('span.space'),
			bare('undo', 'undo', () => this.undo(), !this.steps.canUndo),
			bare('redo', 'redo', () => this.redo(), !this.steps.canRedo),
			bare('smaller', 'minus', () => this.setZoom(this.zoom / 1.5), this.zoom <= 1),
			bare('larger', 'plus', () => this.setZoom(this.zoom * 1.5), this.zoom >= 6)
		);
		if (focused) this.tools.querySelector(`[data-test="${focused}"]`)?.focus();
	}

	drawList() {
		// While a number is being typed its field must stay.
		const state = JSON.stringify([this.shapes.map((one) => [one.id, one.kind, one.floor]), this.selected]);
		if (this.listState === state) return;
		this.listState = state;
		const active = this.list.contains(document.activeElement) ? document.activeElement.dataset.key : null;
		const ordered = [...this.shapes].sort(
			(a, b) => this.kinds.indexOf(a.kind) - this.kinds.indexOf(b.kind) || (a.floor ?? 0) - (b.floor ?? 0)
		);
		fill(
			this.list,
			ordered.map((one) =>
				h(
					'li',
					{ class: `of-${one.kind}${one.id === this.selected ? ' is-selected' : ''}` },
					h(
						'button.bare.shape-name',
						{
							type: 'button',
							'data-key': `name-${one.id}`,
							'aria-pressed': String(one.id === this.selected),
							onclick: () => this.select(one.id)
						},
						h('i.ink', { 'aria-hidden': 'true' }),
						this.nameOf(one)
					),
					one.kind === 'floor' &&
						h(
							'label.floor-field',
							null,
							h('span.unseen', null, t('draw.floor-number')),
							h('input', {
								type: 'number',
								min: -9,
								max: 200,
								step: 1,
								value: one.floor,
								'data-key': `floor-${one.id}`,
								test: 'floor-number',
								onchange: (event) => this.setFloor(one, event.target)
							})
						),
					h(
						'button.bare',
						{
							type: 'button',
							'data-key': `bin-${one.id}`,
							'aria-label': t('draw.remove', { name: this.nameOf(one) }),
							onclick: () => this.remove(one)
						},
						icon('bin')
					)
				)
			)
		);
		if (active) this.list.querySelector(`[data-key="${active}"]`)?.focus();
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
