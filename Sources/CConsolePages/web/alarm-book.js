// The alarms that the list shows, newest first, in groups: alarms of one camera and kind, each within a minute of the one
// before, are one burst. Knows nothing of the page.

/** Milliseconds from one alarm to the next within which both belong to one burst. */
const burstGap = 60000;

const keyOf = (record) => `${record.camera?.id}\n${record.kind}`;

/**
 * @typedef {{record: object, group: object, isHead: boolean, isMember: boolean}} Row
 */
export class AlarmBook {
	#records = new Map();
	// Groups in two parts, so that neither what comes live nor what is fetched moves the rest: the end of `fresh` is on top.
	#fresh = [];
	#stored = [];
	#newest = new Map();
	#oldest = new Map();
	#expanded = 0;
	#flat = null;
	#serial = 0;

	/** Alarms held. */
	get size() {
		return this.#records.size;
	}

	/** The record of this id. */
	record(id) {
		return this.#records.get(id);
	}

	/** Forgets everything. */
	clear() {
		this.#records.clear();
		this.#newest.clear();
		this.#oldest.clear();
		this.#fresh = [];
		this.#stored = [];
		this.#expanded = 0;
		this.#flat = null;
	}

	#begin(record) {
		const group = { serial: ++this.#serial, key: keyOf(record), members: [record], expanded: false };
		record.group = group;
		return group;
	}

	/** Takes alarms that are older than all held, newest first. */
	addOlder(records) {
		for (const record of records) {
			if (this.#records.has(record.id)) continue;
			this.#records.set(record.id, record);
			const key = keyOf(record);
			const group = this.#oldest.get(key);
			if (group && Math.abs(group.members.at(-1).start - record.start) <= burstGap) {
				group.members.push(record);
				record.group = group;
				continue;
			}
			const begun = this.#begin(record);
			this.#stored.push(begun);
			this.#oldest.set(key, begun);
			if (!this.#newest.has(key)) this.#newest.set(key, begun);
		}
		this.#flat = null;
	}

	/** Takes an alarm that is newer than all held. */
	addNewest(record) {
		this.#records.set(record.id, record);
		const key = keyOf(record);
		const group = this.#newest.get(key);
		if (group && Math.abs(record.start - group.members[0].start) <= burstGap) {
			group.members.unshift(record);
			record.group = group;
			this.#take(group);
			this.#fresh.push(group);
		} else {
			const begun = this.#begin(record);
			this.#fresh.push(begun);
			this.#newest.set(key, begun);
			if (!this.#oldest.has(key)) this.#oldest.set(key, begun);
		}
		this.#flat = null;
	}

	#take(group) {
		let index = this.#fresh.lastIndexOf(group);
		if (index >= 0) this.#fresh.splice(index, 1);
		else {
			index = this.#stored.indexOf(group);
			if (index >= 0) this.#stored.splice(index, 1);
		}
	}

	/** Takes an alarm out. */
	remove(id) {
		const record = this.#records.get(id);
		if (!record) return;
		this.#records.delete(id);
		const { group } = record;
		group.members.splice(group.members.indexOf(record), 1);
		if (!group.members.length) {
			this.#take(group);
			if (group.expanded) this.#expanded -= 1;
			if (this.#newest.get(group.key) === group) this.#newest.delete(group.key);
			if (this.#oldest.get(group.key) === group) this.#oldest.delete(group.key);
		}
		this.#flat = null;
	}

	/** Shows or hides the alarms of a burst. */
	toggle(group, expanded = !group.expanded) {
		if (group.expanded === expanded) return;
		group.expanded = expanded;
		this.#expanded += expanded ? 1 : -1;
		this.#flat = null;
	}

	#group(index) {
		const { length } = this.#fresh;
		return index < length ? this.#fresh[length - 1 - index] : this.#stored[index - length];
	}

	get #groups() {
		return this.#fresh.length + this.#stored.length;
	}

	#rows() {
		if (this.#flat) return this.#flat;
		const rows = [];
		for (let index = 0; index < this.#groups; index += 1) {
			const group = this.#group(index);
			rows.push({ record: group.members[0], group, isHead: group.members.length > 1, isMember: false });
			if (!group.expanded || group.members.length < 2) continue;
			for (const record of group.members) rows.push({ record, group, isHead: false, isMember: true });
		}
		this.#flat = rows;
		return rows;
	}

	/** Rows there are: a burst is one, and one more for each of its alarms while it is expanded. */
	get rows() {
		return this.#expanded ? this.#rows().length : this.#groups;
	}

	/** @returns {Row|null} the row at `index` */
	row(index) {
		if (this.#expanded) return this.#rows()[index] ?? null;
		const group = this.#group(index);
		return group ? { record: group.members[0], group, isHead: group.members.length > 1, isMember: false } : null;
	}

	/** Where the row of this alarm is; −1 where it is not shown by itself. */
	indexOf(id) {
		for (let index = 0; index < this.rows; index += 1) {
			const row = this.row(index);
			if (row.record.id === id && (!row.isHead || !row.group.expanded)) return index;
		}
		return -1;
	}
}
