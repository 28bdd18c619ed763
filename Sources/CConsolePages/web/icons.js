// Signs, drawn as strokes on a field of 24 by 24.

import { s } from './dom.js';

const paths = {
	bell: 'M12 4c-3.3 0-5 2.4-5 5.5C7 14 5 15 4.5 17h15C19 15 17 14 17 9.5 17 6.4 15.3 4 12 4ZM10 20a2.2 2.2 0 0 0 4 0',
	camera: 'M3 7h12v10H3ZM15 11l6-3v8l-6-3',
	board: 'M4 20V10M10 20V4M16 20v-7M21 20H3',
	tools: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4',
	people:
		'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM3 20c0-4 2.5-6 6-6s6 2 6 6M16 4.5a3.5 3.5 0 0 1 0 6.5M17.5 14.5c2.3.7 3.5 2.5 3.5 5.5',
	book: 'M5 4h14v16H5ZM9 8h6M9 12h6M9 16h3',
	sound: 'M4 9.5v5h3.5L12 19V5L7.5 9.5ZM15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11',
	mute: 'M4 9.5v5h3.5L12 19V5L7.5 9.5ZM16 9.5l5 5M21 9.5l-5 5',
	sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4',
	moon: 'M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z',
	screen: 'M3 5h18v11H3ZM8 20h8M12 16v4',
	person: 'M12 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM5 20c0-4 3-6 7-6s7 2 7 6',
	check: 'M5 12.5 10 17.5 19 7',
	cross: 'M6 6l12 12M18 6 6 18',
	warn: 'M12 4 2.5 20h19ZM12 10v5M12 17.5v.1',
	info: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM12 11v5.5M12 7.5v.1',
	plus: 'M12 5v14M5 12h14',
	minus: 'M5 12h14',
	bin: 'M4 7h16M9 7V4h6v3M6.5 7l1 13h9l1-13M10 11v5M14 11v5',
	undo: 'M8 5 4 9l4 4M4 9h10a5 5 0 0 1 0 10h-4',
	redo: 'm16 5 4 4-4 4M20 9H10a5 5 0 0 0 0 10h4',
	play: 'M7 4.5v15l12-7.5Z',
	stop: 'M6 6h12v12H6Z',
	search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM15.5 15.5 21 21',
	down: 'm6 9 6 6 6-6',
	right: 'm9 6 6 6-6 6',
	left: 'm15 6-6 6 6 6',
	up: 'm6 15 6-6 6 6',
	help: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.4-1 .9-1 1.7M12 16.5v.1',
	pen: 'M4 20l1-4L16 5l3 3L8 19ZM14 7l3 3',
	eye: 'M2.5 12C5 7.5 8.2 5.5 12 5.5s7 2 9.5 6.5c-2.5 4.5-5.7 6.5-9.5 6.5S5 16.5 2.5 12ZM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6Z',
	film: 'M4 5h16v14H4ZM8 5v14M16 5v14M4 9.5h4M4 14.5h4M16 9.5h4M16 14.5h4',
	clock: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM12 7.5V12l3 2',
	recorder: 'M3 6h18v12H3ZM3 13h18M17 16v-.1M14 16v-.1',
	exit: 'M10 4H5v16h5M14 8l4 4-4 4M18 12H9',
	key: 'M8 10.5a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM11 11.5 19.5 3M16 6.5l2.5 2.5',
	filter: 'M4 5h16l-6 7.5V19l-4-2v-4.5Z',
	refresh: 'M19 8a8 8 0 1 0 1 6M20 3.5V8.5h-5',
	// Kinds of alarm.
	'thrown-object': 'M4 3.5v17M4 7h4M4 12h4M4 17h4M13 4c4 2 6 6 6 11M15.5 12.5 19 16l3-3.5',
	'ebike-in-elevator':
		'M6 14.5a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM18 14.5a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM9 17.5h5L17 9h-3M17 9l1.5 5.5M6 11h5l1 6M13.5 2l-2.5 4h4l-2.5 4',
	fire: 'M12 3c1 4 5.5 6 5.5 11a5.5 5.5 0 0 1-11 0c0-2.5 1.2-4 2.5-5.5.3 1.6 1 2.5 2 3C11.5 8.5 10.5 6 12 3Z',
	smoke: 'M7 20h9a4 4 0 0 0 .6-8A5 5 0 0 0 7 10.5 4.8 4.8 0 0 0 7 20ZM9 4c0 1.5 2 1.5 2 3M14 3c0 1.5 2 1.5 2 3',
	'device-offline': 'M3 7h8M15 7v10H6M15 11l6-3v8l-4-2M3 3l18 18M3 7v10',
	'picture-quality': 'M4 5h16v14H4ZM4 16l5-5 4 4 2-2 5 4M15 8.5v.1'
};

/**
 * A sign. It says nothing to readers of the screen: words stand beside it, or the button has a label.
 * @param {string} name
 */
export function icon(name) {
	return s(
		'svg.icon',
		{ viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' },
		s('path', { d: paths[name] ?? paths.info })
	);
}
