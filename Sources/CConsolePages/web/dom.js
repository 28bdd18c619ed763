// Builders of elements. Data only ever becomes text nodes and attributes, never markup.

const svgSpace = 'http://www.w3.org/2000/svg';
// These are states of an element, not what its markup said.
const properties = new Set(['value', 'checked', 'disabled', 'selected', 'indeterminate', 'muted', 'open']);

function add(element, children) {
	for (const child of children) {
		if (child === null || child === undefined || child === false) continue;
		if (Array.isArray(child)) add(element, child);
		else element.append(child instanceof Node ? child : String(child));
	}
}

function set(element, name, value) {
	if (value === null || value === undefined || (value === false && !name.startsWith('aria-'))) {
		if (properties.has(name) && value === false) element[name] = false;
		return;
	}
	if (name === 'test') element.setAttribute('data-test', value);
	else if (typeof value === 'function') element.addEventListener(name.slice(2), value);
	else if (properties.has(name)) element[name] = value;
	else element.setAttribute(name, value === true && !name.startsWith('aria-') ? '' : String(value));
}

function build(space, spec, values, children) {
	const [tag, ...classes] = spec.split('.');
	const element = space ? document.createElementNS(space, tag) : document.createElement(tag);
	if (classes.length) element.setAttribute('class', classes.join(' '));
	// Children first: the value of a select needs its options.
	add(element, children);
	for (const [name, value] of Object.entries(values ?? {})) set(element, name, value);
	return element;
}

/**
 * An HTML element: `h('button.plain', {type: 'button', onclick}, 'words')`. `test` becomes `data-test`.
 * @param {string} spec tag and classes
 * @param {Object<string, any>} [values] attributes, states and listeners
 * @param {...any} children nodes, words, or lists of them; null and false are left out
 */
export const h = (spec, values, ...children) => build(null, spec, values, children);

/** The same for SVG. */
export const s = (spec, values, ...children) => build(svgSpace, spec, values, children);

/** Gives `element` these children and no others. */
export function fill(element, ...children) {
	const fragment = document.createDocumentFragment();
	add(fragment, children);
	element.replaceChildren(fragment);
	return element;
}

/** Sets the words of `element`, touching it only where they differ. */
export function write(element, words) {
	if (element.textContent !== words) element.textContent = words;
}

/** A number unique on this page, for ids that labels refer to. */
export const unique = (() => {
	let last = 0;
	return (prefix) => `${prefix}-${++last}`;
})();

/** Calls `action` once `milliseconds` have passed without another call. */
export function settled(milliseconds, action) {
	let timer = 0;
	const run = (...values) => {
		clearTimeout(timer);
		timer = setTimeout(() => action(...values), milliseconds);
	};
	run.cancel = () => clearTimeout(timer);
	return run;
}

/** A UUID; `crypto.randomUUID` is missing where the page came without TLS. */
export function uuid() {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	bytes[6] = (bytes[6] & 15) | 64;
	bytes[8] = (bytes[8] & 63) | 128;
	const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
	return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
