// The last pictures of the wall: asked for only while in sight, every ten seconds, and sent again only where they differ.

import { ask } from './api.js';

const every = 10000;
const atOnce = 3;

/** Keeps the pictures of image elements in step with what the box has. */
export class CameraPictures {
	#entries = new Map();
	#loading = 0;
	#stop = new AbortController();
	#observer = new IntersectionObserver(
		(seen) => {
			for (const one of seen) {
				const entry = this.#entries.get(one.target);
				if (entry) entry.isSeen = one.isIntersecting;
			}
			this.#work();
		},
		{ rootMargin: '120px' }
	);
	#timer = setInterval(() => this.#work(), 1000);

	/** Has `image`, within `frame`, show the last picture of camera `id`, `width` pixels wide. */
	add(frame, image, id, width = 480) {
		this.#entries.set(frame, { image, id, width, has: true, isSeen: false, due: 0, tag: null, address: null });
		this.#observer.observe(frame);
	}

	/** Whether there is a picture to ask for at all. */
	has(frame, has) {
		const entry = this.#entries.get(frame);
		if (entry) entry.has = has;
	}

	#work() {
		if (document.hidden) return;
		const at = performance.now();
		for (const entry of this.#entries.values()) {
			if (this.#loading >= atOnce) return;
			if (entry.isSeen && entry.has && !entry.isLoading && entry.due <= at) this.#load(entry);
		}
	}

	async #load(entry) {
		entry.isLoading = true;
		this.#loading += 1;
		try {
			const response = await ask(`/console/api/cameras/${encodeURIComponent(entry.id)}/picture?width=${entry.width}`, {
				headers: entry.tag ? { 'If-None-Match': entry.tag } : {},
				statuses: [304],
				signal: this.#stop.signal,
				seconds: 15
			});
			entry.due = performance.now() + every;
			if (response.status === 304) return;
			entry.tag = response.headers.get('ETag');
			const address = URL.createObjectURL(await response.blob());
			const before = entry.address;
			entry.address = address;
			entry.image.addEventListener(
				'load',
				() => {
					if (before) URL.revokeObjectURL(before);
				},
				{ once: true }
			);
			entry.image.src = address;
			entry.image.hidden = false;
		} catch (error) {
			entry.due = performance.now() + (error.status === 404 ? 30000 : every);
			if (error.status === 404 && !entry.address) entry.image.hidden = true;
		} finally {
			entry.isLoading = false;
			this.#loading -= 1;
			this.#work();
		}
	}

	/** Ends it and lets the pictures go. */
	close() {
		this.#stop.abort();
		clearInterval(this.#timer);
		this.#observer.disconnect();
		for (const entry of this.#entries.values()) if (entry.address) URL.revokeObjectURL(entry.address);
		this.#entries.clear();
	}
}
