// Dark or light: as the system has it, until somebody chooses.

import { keep, recall } from './memory.js';

/** `system`, `dark` or `light`. */
export const currentTheme = () => recall('theme') ?? 'system';

/** Takes over and remembers a theme. */
export function useTheme(theme) {
  const root = document.documentElement;
  if (theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = theme;
  keep('theme', theme === 'system' ? null : theme);
}

/** What comes after the current one: system, dark, light, and again. */
export const nextTheme = () => ({ system: 'dark', dark: 'light', light: 'system' })[currentTheme()];
