// Where one is on the page, in the hash of the address: `#/cameras/ID?days=7`.

/**
 * The place that the address names.
 * @returns {{path: string[], query: URLSearchParams}}
 */
export function place() {
	const text = location.hash.replace(/^#\/?/, '');
	const [path, query] = text.split('?', 2);
	const names = path
		.split('/')
		.filter(Boolean)
		.map((part) => {
			try {
				return decodeURIComponent(part);
			} catch {
				return part;
			}
		});
	return { path: names.length ? names : ['alarms'], query: new URLSearchParams(query ?? '') };
}

/** The address of a place. */
export function address(path, query = {}) {
	const text = path.map(encodeURIComponent).join('/');
	const values = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== null && value !== ''));
	return `#/${text}${values.size || values.toString() ? `?${values}` : ''}`;
}

/** Goes to a place; the way back leads here. */
export function go(path, query) {
	location.hash = address(path, query);
}

/** Writes into the address where one is, without going anywhere. */
export function note(path, query) {
	const next = address(path, query);
	if (next !== location.hash) history.replaceState(null, '', next);
}
