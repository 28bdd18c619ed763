// Dark or light: as the system has it, until somebody chooses.

import { keep, recall } from './memory.js';

const system = matchMedia('(prefers-color-scheme: dark)');

/** `system`, `dark` or `light`. */
export const currentTheme = () => recall('theme') ?? 'system';

function show() {
	const theme = currentTheme();
	document.documentElement.dataset.theme = theme === 'system' ? (system.matches ? 'dark' : 'light') : theme;
}

system.addEventListener('change', show);

/** Takes over and remembers a theme. */
export function useTheme(theme) {
	keep('theme', theme === 'system' ? null : theme);
	show();
}

/** What comes after the current one: system, dark, light, and again. */
export const nextTheme = () => ({ system: 'dark', dark: 'light', light: 'system' })[currentTheme()];
