import type { RecordedBody } from '../results.ts';
import { excerpt } from '../text/excerpt.ts';
import { bytes } from '../text/format.ts';
import { indentJson } from './json-text.ts';
import { html, text as plainText, type Raw } from './template.ts';

/** Preformatted text from a target: escaped, wrapped, cut after `limit` characters. */
export function pre(text: string, limit: number): Raw {
  return html`<pre>${plainText(excerpt(text, limit))}</pre>`;
}

/** A recorded body: JSON indented, base64 as it is; says what was cut when it was recorded. */
export function recordedBody(body: RecordedBody, limit: number): Raw {
  const cut = body.truncated
    ? html`<p class="cut-note">Cut when it was recorded: ${bytes(body.bytes)} in all.</p>`
    : null;
  if (body.text !== undefined) return html`${pre(indentJson(body.text) ?? body.text, limit)}${cut}`;
  if (body.base64 !== undefined) return html`${pre(body.base64, limit)}${cut}`;
  return html`<p class="cut-note">Not recorded: ${bytes(body.bytes)}.</p>`;
}

const compactSet = /^[\w-]{4,}\.[\w-]*\.[\w-]*$/;

/** What a body is, as far as it shows, whatever its content type says. */
export function bodyKind({ text, base64 }: RecordedBody): string {
  if (text === undefined) return base64 === undefined ? 'not recorded' : 'not UTF-8, in base64';
  if (/^\s*[[{]/.test(text) && (indentJson(text) !== null || text.length > 100_000)) return 'JSON';
  return isToken({ text }) ? 'a compact token' : 'text';
}

/** Whether a body is a SET in its compact form, or looks like one. */
export function isToken({ text }: Pick<RecordedBody, 'text'>): boolean {
  return text !== undefined && compactSet.test(text.trim());
}

/** What tells two bodies apart, or null when they are too short to be worth a reference. */
export function bodyIdentity(body: RecordedBody | null): string | null {
  const text = body?.text ?? body?.base64 ?? '';
  return text.length < 400
    ? null
    : `${body?.text === undefined ? 'base64' : 'text'} ${body?.truncated} ${text}`;
}
