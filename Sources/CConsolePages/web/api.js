// Requests to the box: JSON in and out, the CSRF value, problem documents, and the end of a session.

/** What the box answered in place of what was asked for. */
export class Problem extends Error {
	/** @param {{status: number, name: string, detail?: string, remedy?: string, retryAfter?: number, body?: any}} facts */
	constructor(facts) {
		super(facts.detail || facts.name);
		Object.assign(this, { detail: '', remedy: '', retryAfter: 0, body: null }, facts);
	}
}

let session = null;
let sessionEnded = () => {};
// How far this machine's clock is behind the box's, in milliseconds.
let skew = 0;

/** Who is logged in; null for nobody. */
export const currentSession = () => session;

/** Takes over a SESSION that the box has given, or null. */
export function useSession(given) {
	session = given;
}

/** `ended` is called once a request finds that the session is over. */
export function onSessionEnd(ended) {
	sessionEnded = ended;
}

/** The time now by the box's clock, in milliseconds since 1970. */
export const now = () => Date.now() + skew;

/** Whether this account may do `what`: `handle`, `engineer` or `audit`. */
export function may(what) {
	const role = session?.role;
	if (what === 'handle') return role === 'guard' || role === 'engineer';
	if (what === 'audit') return role === 'auditor' || role === 'engineer';
	return role === 'engineer';
}

function noteClock(response, sent) {
	const date = Date.parse(response.headers.get('Date') ?? '');
	const took = Date.now() - sent;
	// The header has whole seconds: differences that small say nothing.
	if (!Number.isFinite(date) || took > 2000) return;
	const difference = date + 500 - (sent + took / 2);
	skew = Math.abs(difference) < 1500 ? 0 : difference;
}

/** Reads the problem document of an answer that is none of success. */
export async function problemOf(response) {
	let body = null;
	try {
		body = await response.json();
	} catch {
		/* not from the box itself */
	}
	const name = typeof body?.type === 'string' ? body.type.split(':').pop() : `status-${response.status}`;
	return new Problem({
		status: response.status,
		name,
		detail: String(body?.detail ?? ''),
		remedy: String(body?.remedy ?? ''),
		retryAfter: Number(response.headers.get('Retry-After')) || 0,
		body
	});
}

/**
 * One request; answers that are none of success are thrown as {@link Problem}.
 * @param {string} path
 * @param {{method?: string, body?: any, headers?: Object<string, string>, signal?: AbortSignal, seconds?: number,
 *   statuses?: number[]}} [how] `statuses`: others than 2xx that are let through
 * @returns {Promise<Response>}
 */
export async function ask(path, how = {}) {
	const method = how.method ?? 'GET';
	const headers = { ...how.headers };
	if (method !== 'GET') headers['Tocsin-CSRF'] = session?.csrf ?? '';
	if (how.body !== undefined) headers['Content-Type'] = 'application/json';
	const stop = new AbortController();
	const abort = () => stop.abort(how.signal?.reason);
	how.signal?.addEventListener('abort', abort);
	if (how.signal?.aborted) abort();
	const timer = setTimeout(() => stop.abort(new Problem({ status: 0, name: 'too-slow' })), (how.seconds ?? 30) * 1000);
	const sent = Date.now();
	try {
		const body = how.body === undefined ? undefined : JSON.stringify(how.body);
		const response = await fetch(path, { method, headers, body, signal: stop.signal, credentials: 'same-origin' });
		noteClock(response, sent);
		if (response.ok || how.statuses?.includes(response.status)) return response;
		const problem = await problemOf(response);
		if (problem.status === 401 && ['no-session', 'first-start'].includes(problem.name) && session)
			sessionEnded(problem);
		throw problem;
	} catch (error) {
		if (error instanceof Problem || error.name === 'AbortError') throw error;
		throw new Problem({ status: 0, name: 'unreachable', detail: String(error.message) });
	} finally {
		clearTimeout(timer);
		how.signal?.removeEventListener('abort', abort);
	}
}

/** The JSON of a GET. */
export const get = async (path, how) => (await ask(path, how)).json();

/** Sends JSON; gives the answer's JSON, or null where it has none. */
export async function send(method, path, body, how) {
	const response = await ask(path, { ...how, method, body });
	return response.status === 204 ? null : response.json().catch(() => null);
}

/** `path` with a query of what is neither null nor empty. */
export function withQuery(path, values) {
	const query = new URLSearchParams();
	for (const [name, value] of Object.entries(values)) {
		if (value !== null && value !== undefined && value !== '') query.set(name, value);
	}
	const text = query.toString();
	return text ? `${path}?${text}` : path;
}
