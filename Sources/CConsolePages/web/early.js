'use strict';
// Runs before the first paint, so that neither the theme nor the frame changes under the reader's eyes.
(() => {
	const root = document.documentElement;
	let read = () => null;
	try {
		localStorage.getItem('tocsin-theme');
		read = (key) => localStorage.getItem(key);
	} catch {
		/* not allowed: defaults */
	}
	const theme = read('tocsin-theme');
	root.dataset.theme = theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
	if (read('tocsin-language') === 'en') root.lang = 'en';
	root.dataset.frame = read('tocsin-known') ? 'console' : 'login';
})();
