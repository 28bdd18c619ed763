// Beside the picture: the tools, and the list of what is drawn.

import { fill, h } from './dom.js';
import { icon } from './icons.js';
import { t } from './words.js';

/** The bar of tools, drawn anew only where it differs: a button that is pressed keeps the focus. */
export function drawTools(drawing) {
	const state = JSON.stringify([
		drawing.kinds,
		drawing.pen?.kind,
		drawing.steps.canUndo,
		drawing.steps.canRedo,
		drawing.zoom
	]);
	if (drawing.toolState === state) return;
	drawing.toolState = state;
	const focused = drawing.tools.contains(document.activeElement) ? document.activeElement.dataset.test : null;
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
		drawing.tools,
		drawing.kinds.map((kind) =>
			h(
				'button',
				{
					type: 'button',
					class: `of-${kind}`,
					test: `add-${kind}`,
					'aria-pressed': String(drawing.pen?.kind === kind),
					onclick: (event) => drawing.begin(kind, event.detail === 0)
				},
				h('i.ink', { 'aria-hidden': 'true' }),
				`＋ ${t(`shape.${kind}`)}`
			)
		),
		h('span.space'),
		bare('undo', 'undo', () => drawing.undo(), !drawing.steps.canUndo),
		bare('redo', 'redo', () => drawing.redo(), !drawing.steps.canRedo),
		bare('smaller', 'minus', () => drawing.setZoom(drawing.zoom / 1.5), drawing.zoom <= 1),
		bare('larger', 'plus', () => drawing.setZoom(drawing.zoom * 1.5), drawing.zoom >= 6)
	);
	if (focused) drawing.tools.querySelector(`[data-test="${focused}"]`)?.focus();
}

/** The list of shapes, with the number of each floor line. */
export function drawList(drawing) {
	// While a number is being typed its field must stay.
	const state = JSON.stringify([drawing.shapes.map((one) => [one.id, one.kind, one.floor]), drawing.selected]);
	if (drawing.listState === state) return;
	drawing.listState = state;
	const active = drawing.list.contains(document.activeElement) ? document.activeElement.dataset.key : null;
	const ordered = [...drawing.shapes].sort(
		(a, b) => drawing.kinds.indexOf(a.kind) - drawing.kinds.indexOf(b.kind) || (a.floor ?? 0) - (b.floor ?? 0)
	);
	fill(
		drawing.list,
		ordered.map((one) =>
			h(
				'li',
				{ class: `of-${one.kind}${one.id === drawing.selected ? ' is-selected' : ''}` },
				h(
					'button.bare.shape-name',
					{
						type: 'button',
						'data-key': `name-${one.id}`,
						'aria-pressed': String(one.id === drawing.selected),
						onclick: () => drawing.select(one.id)
					},
					h('i.ink', { 'aria-hidden': 'true' }),
					drawing.nameOf(one)
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
							onchange: (event) => drawing.setFloor(one, event.target)
						})
					),
				h(
					'button.bare',
					{
						type: 'button',
						'data-key': `bin-${one.id}`,
						'aria-label': t('draw.remove', { name: drawing.nameOf(one) }),
						onclick: () => drawing.remove(one)
					},
					icon('bin')
				)
			)
		)
	);
	if (active) drawing.list.querySelector(`[data-key="${active}"]`)?.focus();
}
