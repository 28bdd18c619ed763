// The marks on the picture: shapes, the handles of the one that is chosen, and what is just being drawn.

import { s } from './dom.js';
import { shapeKinds } from './geometry.js';
import { t } from './words.js';

function pixels(drawing, points) {
	return points.map(([x, y]) => `${(x * drawing.width).toFixed(1)},${(y * drawing.height).toFixed(1)}`).join(' ');
}

function handles(drawing, one, isLine) {
	const handle = ([x, y], index) => {
		const [px, py] = [x * drawing.width, y * drawing.height];
		return s(
			'g.handle',
			{
				'data-key': `${one.id}-${index}`,
				'data-shape': one.id,
				'data-point': index,
				tabindex: 0,
				role: 'button',
				'data-test': 'point',
				'aria-label': t('draw.point', { n: index + 1, name: drawing.nameOf(one), x: Math.round(px), y: Math.round(py) })
			},
			s('circle.touch', { cx: px, cy: py, r: 18 * drawing.unit, 'data-shape': one.id, 'data-point': index }),
			s('circle.knob', {
				cx: px,
				cy: py,
				r: 6.5 * drawing.unit,
				'stroke-width': 2 * drawing.unit,
				'data-shape': one.id,
				'data-point': index
			})
		);
	};
	const middle = (index) => {
		const [a, b] = [one.points[index], one.points[(index + 1) % one.points.length]];
		return s('circle.middle', {
			cx: ((a[0] + b[0]) / 2) * drawing.width,
			cy: ((a[1] + b[1]) / 2) * drawing.height,
			r: 4.5 * drawing.unit,
			'stroke-width': 1.5 * drawing.unit,
			'data-shape': one.id,
			'data-middle': index
		});
	};
	return [isLine ? null : one.points.map((_, index) => middle(index)), one.points.map(handle)];
}

/** A shape with its name, and with handles where it is chosen. */
export function shapeMark(drawing, one) {
	const { isLine } = shapeKinds[one.kind];
	const isSelected = one.id === drawing.selected;
	const points = pixels(drawing, one.points);
	const [x, y] = [one.points[0][0] * drawing.width, one.points[0][1] * drawing.height];
	const words = {
		'data-shape': one.id,
		'data-key': one.id,
		tabindex: 0,
		role: 'button',
		'aria-pressed': String(isSelected),
		'data-test': `shape-${one.kind}`,
		'aria-label': t('draw.shape', { name: drawing.nameOf(one), n: one.points.length }),
		onfocus: () => drawing.select(one.id)
	};
	const line = isLine ? s('polyline', { points, ...words }) : s('polygon', { points, ...words });
	const size = 13 * drawing.unit;
	return s(
		`g.shape.of-${one.kind}${isSelected ? '.is-selected' : ''}`,
		null,
		isLine && s('polyline.wide-line', { points, 'data-shape': one.id, 'stroke-width': 22 * drawing.unit }),
		line,
		s(
			'text',
			{
				x: x + 6 * drawing.unit,
				y: y - 7 * drawing.unit,
				'font-size': size,
				'stroke-width': 3 * drawing.unit,
				'aria-hidden': 'true'
			},
			drawing.nameOf(one)
		),
		isSelected && handles(drawing, one, isLine)
	);
}

/** What is being drawn point by point. */
export function penMark(drawing) {
	const { points, at, kind } = drawing.pen;
	return s(
		`g.pen.of-${kind}`,
		null,
		s('polyline', { points: pixels(drawing, at ? [...points, at] : points) }),
		points.map(([x, y]) =>
			s('circle.knob', {
				cx: x * drawing.width,
				cy: y * drawing.height,
				r: 5 * drawing.unit,
				'stroke-width': 2 * drawing.unit
			})
		)
	);
}
