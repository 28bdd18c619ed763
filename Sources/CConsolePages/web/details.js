// The box says in English what else there is to an alarm. What it is known to say is told in Chinese too.

import { coded, currentLanguage, hasWords, t } from './words.js';

const failures = [
	[/refused the user name or password/, 'unauthorized'],
	[/no stream at this path/, 'notFound'],
	[/no room for another session/, 'busy'],
	[/nothing listens on this port/, 'refused'],
	[/no route to this address/, 'noRoute'],
	[/host name is not known/, 'unknownHost'],
	[/no answer to the attempt to connect/, 'connectTimeout'],
	[/connected, but no video arrived/, 'noPacket'],
	[/no picture that decoding can start at/, 'noKeyframe'],
	[/the video stopped arriving/, 'stalled'],
	[/the device ended the stream/, 'ended'],
	[/not video that can be decoded/, 'undecodable'],
	[/the stream holds no video/, 'noVideo'],
	[/does not speak this protocol/, 'wrongProtocol'],
	[/no secure connection/, 'tls'],
	[/sends Tocsin to another host/, 'redirected'],
	[/address is not valid/, 'invalidAddress'],
	[/the stream failed/, 'other']
];

const faults = [
	[/no picture arrives/, 'signal-loss'],
	[/the picture is black/, 'black'],
	[/shows its own card/, 'slate'],
	[/has stood still/, 'frozen'],
	[/the view is covered/, 'covered'],
	[/the picture is blurred/, 'blurred'],
	[/the picture is too dark/, 'dark'],
	[/the picture is too bright/, 'bright'],
	[/grey in grey/, 'low-contrast'],
	[/one colour lies over/, 'colour-cast'],
	[/full of snow/, 'noise'],
	[/regular stripes/, 'stripes'],
	[/the camera shakes/, 'shake'],
	[/another part of the scene/, 'moved']
];

const withAdvice = (code) => {
	const advice = coded('advice', code);
	return advice === code ? coded('cause', code) : `${coded('cause', code)}（${advice}）`;
};

function subject(text) {
	const recorder = text.match(/recorder (\S+) with its (\d+) channels gives no stream/);
	if (recorder) return t('detail.recorder', { name: recorder[1], count: recorder[2] });
	const box = text.match(/no device of this site can be reached, (\d+) in all/);
	if (box) return t('detail.box', { count: box[1] });
	if (/goes up and down again and again/.test(text)) return t('detail.flapping');
	if (/the picture is of no use/.test(text)) return t('detail.no-use');
	if (/no stream\b/.test(text)) return t('detail.no-stream');
	return '';
}

function chinese(text) {
	const over = text.match(/^over: (.*)$/s);
	if (over) return t('detail.over', { words: chinese(over[1]) });
	const drill = text.match(/^this is a drill, ordered by (.*?)(?:: (.*))?$/s);
	if (drill) return t('detail.drill', { name: drill[1], words: drill[2] ? `：${drill[2]}` : '' });
	if (hasWords(`detail.${text}`)) return t(`detail.${text}`);
	const floors = text.match(/not seen from floor ([\d, -]+)/);
	if (floors) return t('detail.self-test', { floors: floors[1].replaceAll(', ', '、') });
	const code = [...failures, ...faults].find(([pattern]) => pattern.test(text))?.[1];
	const whom = subject(text);
	if (!code && !whom) return text;
	return [whom, code && withAdvice(code)].filter(Boolean).join('：');
}

/** Why a probe failed, in the page's language: words and advice; null where it is not known. */
export function failureWords(text) {
	const code = failures.find(([pattern]) => pattern.test(text))?.[1];
	return code && currentLanguage() === 'zh' ? { words: coded('cause', code), advice: coded('advice', code) } : null;
}

/** What else there is to say of an alarm, in the page's language where it is known; one line or several. */
export function detailWords(detail) {
	if (!detail) return '';
	if (typeof detail === 'string') return currentLanguage() === 'zh' ? chinese(detail) : detail;
	return Object.entries(detail)
		.filter(([, value]) => value !== null && value !== '')
		.map(([key, value]) => {
			const words =
				typeof value === 'object'
					? JSON.stringify(value)
					: key === 'fault' || key === 'cause'
						? coded('cause', value)
						: key === 'words' || key === 'text' || key === 'detail'
							? detailWords(String(value))
							: String(value);
			return ['words', 'text', 'detail'].includes(key) ? words : `${coded('detail', key)}: ${words}`;
		})
		.join('\n');
}
