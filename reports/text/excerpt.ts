import { count } from './format.ts';
import { visible, visibleLine } from './visible.ts';

/** The first `limit` characters of a target's text, made safe to show, and how long it was. Keeps its lines. */
export function excerpt(text: string, limit: number): string {
  if (text.length <= limit) return visible(text);
  return `${visible(cut(text, limit))}… (${count(text.length, 'character')} in all)`;
}

/** A target's text made safe to show on one line of at most `limit` characters. */
export function excerptLine(text: string, limit: number): string {
  // Escapes only make it longer: one character more than fits is enough to know that it does not.
  return shorten(visibleLine(cut(text, limit + 1)), limit);
}

/** Cuts `text` to `limit` characters, the last one an ellipsis. */
export function shorten(text: string, limit: number): string {
  return text.length <= limit ? text : `${cut(text, limit - 1)}…`;
}

/** The first `length` characters, without tearing a pair of surrogates apart. */
function cut(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  const torn = text.length > length && last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, Math.max(0, torn ? length - 1 : length));
}
