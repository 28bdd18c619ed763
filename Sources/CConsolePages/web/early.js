'use strict';
// Runs before the first paint, so that neither the theme nor the frame changes under the reader's eyes.
(() => {
  const root = document.documentElement;
  let read = () => null;
  try { localStorage.getItem('tocsin-theme'); read = (key) => localStorage.getItem(key); } catch { /* not allowed: defaults */ }
  const theme = read('tocsin-theme');
  if (theme === 'dark' || theme === 'light') root.dataset.theme = theme;
  if (read('tocsin-language') === 'en') root.lang = 'en';
  root.dataset.frame = read('tocsin-known') ? 'console' : 'login';
})();
