// Keyboard: single keys for what is done often, listed under `?`, and to be switched off by who uses speech input.

import { h } from './dom.js';
import { keep, recall } from './memory.js';
import { dialog, tick } from './parts.js';
import { t } from './words.js';

let layers = [];

/**
 * Has keys do something until the answer is called.
 * @param {Object<string, [string, ((event: KeyboardEvent) => void)|null]>} bindings key → words and action; null where
 *   something else sees to it and the key is only to be listed
 */
export function bind(bindings) {
	const layer = bindings;
	layers.unshift(layer);
	return () => {
		layers = layers.filter((other) => other !== layer);
	};
}

const areOn = () => recall('keys') !== 'off';

function isTyping(target) {
	return target.closest?.(
		'input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable]'
	);
}

function pressed(event) {
	if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
	if (document.querySelector('dialog[open]')) return;
	if (event.key !== 'Escape' && (isTyping(event.target) || !areOn())) return;
	const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
	const layer = layers.find((bindings) => bindings[key]?.[1]);
	if (!layer) return;
	event.preventDefault();
	layer[key][1](event);
}

/** Shows what each key does here. */
export function showKeys() {
	const seen = new Set();
	const rows = layers.flatMap((layer) => Object.entries(layer)).filter(([key]) => !seen.has(key) && seen.add(key));
	dialog(
		t('keys.title'),
		[
			h(
				'table.keys',
				null,
				h(
					'tbody',
					null,
					rows.map(([key, [words]]) =>
						h(
							'tr',
							null,
							h('th', { scope: 'row' }, h('kbd', null, key === ' ' ? t('keys.space') : key)),
							h('td', null, words)
						)
					)
				)
			),
			tick(t('keys.on'), { checked: areOn(), onchange: (event) => keep('keys', event.target.checked ? null : 'off') })
		],
		{ test: 'keys' }
	);
}

/** Begins to listen. */
export function listen() {
	document.addEventListener('keydown', pressed);
	bind({ '?': [t('keys.help'), showKeys] });
}
