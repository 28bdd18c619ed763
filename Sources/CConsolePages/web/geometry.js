// What is drawn on a camera's picture, read out of its entry in the site's file and written back. Points are shares 0…1.

/** What can be drawn: where it stands under `detectors`, and whether there may be several. */
export const shapeKinds = {
	facade: { detector: 'thrown-object', key: 'facade', many: true },
	floor: { detector: 'thrown-object', key: 'floors', many: true, isLine: true },
	shield: { detector: 'thrown-object', key: 'shields', many: true },
	cabin: { detector: 'ebike', key: 'cabin', many: false },
	door: { detector: 'ebike', key: 'door', many: false },
	'ebike-exclude': { detector: 'ebike', key: 'exclude', many: true },
	'fire-exclude': { detector: 'fire', key: 'exclude', many: true },
	'smoke-exclude': { detector: 'smoke', key: 'exclude', many: true }
};

const round = (value) => Math.round(Math.min(1, Math.max(0, value)) * 10000) / 10000;
const isPoint = (value) => Array.isArray(value) && typeof value[0] === 'number';

let last = 0;

/** A new shape. */
export const shape = (kind, points, floor) => ({
	id: ++last,
	kind,
	points: points.map(([x, y]) => [x, y]),
	...(floor !== undefined && { floor })
});

function readKind(kind, value) {
	if (!Array.isArray(value) || !value.length) return [];
	if (shapeKinds[kind].isLine)
		return value.filter((one) => one?.line?.length === 2).map((one) => shape(kind, one.line, one.floor));
	// One polygon may stand without the list around it.
	return (isPoint(value[0]) ? [value] : value).map((points) => shape(kind, points));
}

/** The shapes of `entry`, of the detectors that are on. */
export function readShapes(entry) {
	return Object.entries(shapeKinds).flatMap(([kind, { detector, key }]) =>
		readKind(kind, entry.detectors?.[detector]?.[key])
	);
}

function writeKind(kind, shapes) {
	const { isLine, many } = shapeKinds[kind];
	const points = (one) => one.points.map(([x, y]) => [round(x), round(y)]);
	if (isLine)
		return [...shapes].sort((a, b) => a.floor - b.floor).map((one) => ({ floor: one.floor, line: points(one) }));
	return shapes.length === 1 && (!many || kind === 'facade') ? points(shapes[0]) : shapes.map(points);
}

const plain = (shapes) =>
	JSON.stringify(shapes.map(({ points, floor }) => [points.map(([x, y]) => [round(x), round(y)]), floor]));

/** Writes `shapes` into a copy of `entry`; what has not changed stays as it was written. */
export function writeShapes(entry, shapes) {
	const next = structuredClone(entry);
	for (const [kind, { detector, key }] of Object.entries(shapeKinds)) {
		const settings = next.detectors?.[detector];
		if (!settings) continue;
		const mine = shapes.filter((one) => one.kind === kind);
		if (plain(mine) === plain(readKind(kind, settings[key]))) continue;
		if (mine.length) settings[key] = writeKind(kind, mine);
		else delete settings[key];
	}
	return next;
}

/** Steps that can be taken back. */
export class Steps {
	#past = [];
	#future = [];

	constructor(present) {
		this.present = present;
	}

	get canUndo() {
		return this.#past.length > 0;
	}
	get canRedo() {
		return this.#future.length > 0;
	}

	/** Takes a step. */
	take(next) {
		this.#past.push(this.present);
		if (this.#past.length > 200) this.#past.shift();
		this.#future = [];
		this.present = next;
	}

	/** One step back. */
	undo() {
		if (!this.canUndo) return;
		this.#future.push(this.present);
		this.present = this.#past.pop();
	}

	/** One step forth. */
	redo() {
		if (!this.canRedo) return;
		this.#past.push(this.present);
		this.present = this.#future.pop();
	}
}
