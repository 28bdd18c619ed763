// The language of the page, and words by key.

import { recall, keep } from './memory.js';

let language = 'zh';
let words = {};

/** `zh` or `en`. */
export const currentLanguage = () => language;

/** As `Intl` and the `lang` attribute want it. */
export const locale = () => (language === 'zh' ? 'zh-CN' : 'en');

/** Loads the words of the remembered language, Chinese where none is. */
export async function loadLanguage(wanted = recall('language') ?? 'zh') {
	const module = wanted === 'en' ? await import('./words-en.js') : await import('./words-zh.js');
	language = wanted === 'en' ? 'en' : 'zh';
	words = module.words;
	keep('language', language);
	document.documentElement.lang = locale();
}

// Codes come from elsewhere, and none of them may find what every object has.
const own = (object, name) => (object && Object.hasOwn(object, name) ? object[name] : undefined);

/** `group.name`; a name may have dots of its own. */
function find(key) {
	const dot = key.indexOf('.');
	return own(own(words, key.slice(0, dot)), key.slice(dot + 1));
}

/**
 * The words for `key`. `{name}` stands for a value; of `one|many` the first is for n = 1.
 * @param {string} key
 * @param {Object<string, any>} [values]
 */
export function t(key, values) {
	let text = find(key);
	if (text === undefined) return key;
	if (!values) return text;
	const forms = text.split('|');
	if (forms.length === 2) text = Number(values.n) === 1 ? forms[0] : forms[1];
	return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** The words for a code in a group, such as `cause.stalled`; a code that is not known stands as it is. */
export function coded(group, code) {
	if (code === null || code === undefined) return '';
	return own(words[group], code) ?? String(code);
}

/** Whether there are words for `key`. */
export const hasWords = (key) => find(key) !== undefined;
