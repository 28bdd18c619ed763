// What the browser remembers for this page. Where storage is not allowed, nothing is remembered and nothing fails.

/** A value kept on this machine; null where there is none. */
export function recall(key) {
	try {
		return localStorage.getItem(`tocsin-${key}`);
	} catch {
		return null;
	}
}

/** Keeps a value on this machine; null forgets it. */
export function keep(key, value) {
	try {
		if (value === null) localStorage.removeItem(`tocsin-${key}`);
		else localStorage.setItem(`tocsin-${key}`, value);
	} catch {
		/* nothing to do about it */
	}
}

/** A value kept until the tab is closed. */
export function recallSession(key) {
	try {
		return sessionStorage.getItem(`tocsin-${key}`);
	} catch {
		return null;
	}
}

/** Keeps a value until the tab is closed. */
export function keepSession(key, value) {
	try {
		sessionStorage.setItem(`tocsin-${key}`, value);
	} catch {
		/* nothing to do about it */
	}
}
