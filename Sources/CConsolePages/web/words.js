// The language of the page, and words by key.

import { recall, keep } from './memory.js';

let language = 'zh';
let words = {};

/** `zh` or `en`. */
export const currentLanguage = () => language;

/** As `Intl` and the `lang` attribute want it. */
export const locale = () => language === 'zh' ? 'zh-CN' : 'en';

/** Loads the words of the remembered language, Chinese where none is. */
export async function loadLanguage(wanted = recall('language') ?? 'zh') {
  const module = wanted === 'en' ? await import('./words-en.js') : await import('./words-zh.js');
  language = wanted === 'en' ? 'en' : 'zh';
  words = module.words;
  keep('language', language);
  document.documentElement.lang = locale();
}

/**
 * The words for `key`. `{name}` stands for a value; of `one|many` the first is for n = 1.
 * @param {string} key
 * @param {Object<string, any>} [values]
 */
export function t(key, values) {
  let text = words[key];
  if (text === undefined) return key;
  if (!values) return text;
  const forms = text.split('|');
  if (forms.length === 2) text = Number(values.n) === 1 ? forms[0] : forms[1];
  return text.replace(/\{(\w+)\}/g, (whole, name) => name in values ? String(values[name]) : whole);
}

/** The words for a code in a group, such as `cause.stalled`; a code that is not known stands as it is. */
export function coded(group, code) {
  if (code === null || code === undefined) return '';
  return words[`${group}.${code}`] ?? String(code);
}

/** Whether there are words for `key`. */
export const hasWords = (key) => key in words;
