// What the list knows of an alarm, and how events change it.

// Places and names repeat with every alarm of a camera; one copy of each is enough for 100,000 alarms.
const shared = new Map();
function once(value) {
	if (!value || typeof value !== 'object') return value;
	const text = JSON.stringify(value);
	if (!shared.has(text)) shared.set(text, value);
	return shared.get(text);
}

const slim = (evidence) =>
	(evidence ?? []).filter((file) => file.kind !== 'raw-clip').map(({ kind, uri }) => ({ kind, uri }));

/** A record out of an entry of `GET /console/api/alarms`. */
export function recordOf(entry) {
	return {
		id: entry.id,
		kind: entry.kind,
		priority: entry.priority,
		open: entry.open,
		start: Date.parse(entry.start),
		end: entry.end ? Date.parse(entry.end) : null,
		camera: once(entry.camera),
		place: once(entry.place),
		floor: entry.floor ?? null,
		column: entry.column ?? null,
		confidence: entry.confidence,
		detail: entry.detail ?? null,
		state: entry.state,
		handledBy: entry.handledBy ?? null,
		handledAt: entry.handledAt ?? null,
		comment: entry.comment ?? null,
		drill: Boolean(entry.drill),
		parts: entry.parts ?? 0,
		evidence: slim(entry.evidence),
		arrived: 0,
		group: null
	};
}

/** A record out of the first event of an alarm that the page hears of. */
export function recordOfEvent(event) {
	const { data } = event;
	const record = {
		id: data.alarmID,
		kind: data.kind,
		priority: data.priority,
		open: true,
		start: Date.parse(event.time),
		end: null,
		camera: once(data.camera),
		place: once(data.place ?? {}),
		floor: null,
		column: null,
		confidence: data.confidence,
		detail: null,
		state: 'new',
		handledBy: null,
		handledAt: null,
		comment: null,
		drill: Boolean(data.drill),
		parts: 0,
		evidence: [],
		arrived: 0,
		group: null
	};
	applyEvent(record, event);
	return record;
}

/** Writes into `record` what `event` tells. */
export function applyEvent(record, event) {
	const { data } = event;
	if (data.phase === 'open') record.open = true;
	if (data.phase === 'close') {
		record.open = false;
		record.end = Math.round(record.start + (data.mediaTime.end - data.mediaTime.start) * 1000);
	}
	record.priority = data.priority;
	record.confidence = data.confidence;
	if (data.origin) {
		record.floor = data.origin.floor;
		record.column = data.origin.column ?? null;
	}
	if (data.detail) record.detail = data.detail;
	for (const file of slim(data.evidence)) {
		if (!record.evidence.some((known) => known.uri === file.uri)) record.evidence = [...record.evidence, file];
	}
	if (data.handling) applyHandling(record, data.handling);
}

function applyHandling(record, handling) {
	if (handling.from) {
		record.parts += 1;
		return;
	}
	// That one more person has seen it takes nothing back.
	if (handling.state === 'acknowledged' && record.state !== 'new') return;
	record.state = handling.state;
	record.handledBy = handling.by;
	record.handledAt = handling.at;
	record.comment = handling.comment ?? null;
}

/** A record out of `GET /v1/alarms/{id}`: its events in order, and where it stands. */
export function recordOfHistory(history) {
	const [first, ...rest] = history.events;
	const record = recordOfEvent(first);
	for (const event of rest) applyEvent(record, event);
	record.open = history.open;
	record.state = history.state;
	record.parts = history.handling.filter((one) => one.from).length;
	return record;
}
