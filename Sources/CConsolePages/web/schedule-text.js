// Hours as lines of text, one for each stretch: `mon-fri 07:00-22:00`.

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

function daysText(list) {
	if (!list || list.length === 7) return '';
	const numbers = list.map((name) => days.indexOf(name)).sort((a, b) => a - b);
	const isRow = numbers.length > 2 && numbers.every((value, index) => !index || value === numbers[index - 1] + 1);
	return isRow ? `${days[numbers[0]]}-${days[numbers.at(-1)]}` : numbers.map((value) => days[value]).join(',');
}

/** A schedule of the site's file as text. */
export const scheduleText = (schedule) =>
	(schedule ?? []).map((one) => [daysText(one.days), `${one.from}-${one.to}`].filter(Boolean).join(' ')).join('\n');

function readDays(text) {
	const found = [];
	for (const part of text.toLowerCase().split(',')) {
		const [first, last = first] = part.split('-').map((name) => days.indexOf(name.trim().slice(0, 3)));
		if (first < 0 || last < 0) return null;
		for (let day = first; ; day = (day + 1) % 7) {
			found.push(days[day]);
			if (day === last) break;
		}
	}
	return found;
}

/**
 * A schedule out of text; null for none.
 * @throws {Error} whose message is the line that cannot be read
 */
export function readSchedule(text) {
	const lines = text
		.split('\n')
		.map((line) => line.trim())
		.filter(Boolean);
	if (!lines.length) return null;
	return lines.map((line) => {
		const found = line.replaceAll('–', '-').match(/^(?:([a-z,\- ]+?)\s+)?(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})$/i);
		const list = found?.[1] ? readDays(found[1]) : undefined;
		if (!found || list === null) throw new Error(line);
		const time = (value) => value.padStart(5, '0');
		return { ...(list && { days: list }), from: time(found[2]), to: time(found[3]) };
	});
}
