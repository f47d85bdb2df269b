import type { Secrets } from '../../rim/secrets.ts';

/** Values that are learnt in one run; what a flood brings beyond is masked by the names of headers and members only. */
const LEARNT = 1_000;

/** Learns the secrets that the target sends, wherever they turn up later: its tokens, its push credentials, its client secret. */
export class LearntSecrets {
  readonly #secrets: Secrets;
  readonly #known = new Set<string>();

  constructor(secrets: Secrets) {
    this.#secrets = secrets;
  }

  add(value: unknown): void {
    if (typeof value !== 'string' || this.#known.has(value) || this.#known.size >= LEARNT) return;
    this.#known.add(value);
    this.#secrets.add(value);
  }

  /** Those of one request. `body`: as text. */
  learn(request: Request, body: string): void {
    this.add(request.headers.get('authorization'));
    this.add(new URL(request.url).searchParams.get('access_token'));
    if (/^application\/x-www-form-urlencoded/i.test(request.headers.get('content-type') ?? '')) {
      const form = new URLSearchParams(body);
      this.add(form.get('client_secret'));
      this.add(form.get('client_assertion'));
      this.add(form.get('access_token'));
    }
    for (const [, text] of body.matchAll(/"authorization_header"\s*:\s*("(?:[^"\\]|\\.){1,4096}")/g)) {
      try {
        this.add(JSON.parse(text ?? ''));
      } catch {
        // No JSON string after all.
      }
    }
  }
}
