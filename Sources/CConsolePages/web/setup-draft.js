// A change to one entry of the site's file while it is being made. What the page does not know stays as it is.

const isEmpty = (value) => value && typeof value === 'object' && !Array.isArray(value) && !Object.keys(value).length;

export class Draft {
	/** @param {{section: string, id: string, entry: object, revision: string, hasPassword?: boolean, isNew?: boolean}} facts */
	constructor(facts) {
		Object.assign(this, { hasPassword: false, isNew: false, password: '' }, facts);
		this.original = structuredClone(facts.entry);
		this.aside = {};
	}

	/** The value at a path of keys. */
	get(...path) {
		return path.reduce((value, key) => value?.[key], this.entry);
	}

	/** Sets the value at a path of keys; undefined, null and '' take the key out. */
	set(value, ...path) {
		const keys = [...path];
		const last = keys.pop();
		let place = this.entry;
		for (const key of keys) {
			if (place[key] === null || typeof place[key] !== 'object') {
				if (value === undefined || value === null || value === '') return;
				place[key] = {};
			}
			place = place[key];
		}
		if (value === undefined || value === null || value === '') {
			delete place[last];
			// A detector without settings is still on; other groups go with their last key.
			if (path[0] !== 'detectors' && keys.length === 1 && isEmpty(place)) delete this.entry[keys[0]];
		} else place[last] = value;
	}

	/** Turns a detector on or off; what it was set to is not forgotten while the page is open. */
	toggle(detector, isOn) {
		const detectors = this.entry.detectors ?? {};
		if (isOn) detectors[detector] = this.aside[detector] ?? structuredClone(this.original.detectors?.[detector]) ?? {};
		else {
			this.aside[detector] = detectors[detector];
			delete detectors[detector];
		}
		this.entry.detectors = detectors;
	}

	/** Whether there is anything to apply. */
	get isChanged() {
		return this.isNew || this.password !== '' || JSON.stringify(this.entry) !== JSON.stringify(this.original);
	}

	/** The entry as it is sent. */
	get sent() {
		return this.password ? { ...this.entry, password: this.password, passwordFile: undefined } : this.entry;
	}

	/** Sent as CHANGE. */
	get change() {
		return { revision: this.revision, section: this.section, id: this.id, entry: this.sent };
	}

	/** It was applied. */
	applied(revision) {
		this.revision = revision;
		this.original = structuredClone(this.entry);
		if (this.password) this.hasPassword = true;
		this.password = '';
		this.isNew = false;
	}
}
