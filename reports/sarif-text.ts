import { excerpt, shorten } from './text/excerpt.ts';
import { visible } from './text/visible.ts';

/**
 * Text for a plain text message of SARIF, of at most `limit` characters: neither a placeholder (`{0}`) nor an embedded link
 * (`[text](target)`) can come about in it. Other braces stay as they are: the standard wants them doubled, but the viewers
 * that people use (GitHub's among them) show them as they are written, and a JSON value with doubled braces would be taken
 * for what the target sent.
 */
export function plainMessage(text: string, limit: number): string {
  const shown = excerpt(text, limit);
  // What is made inert becomes longer, and what is cut afterwards may not be inert any more.
  for (let length = limit; ; ) {
    const message = inert(shorten(shown, length));
    if (message.length <= limit) return message;
    length -= message.length - limit;
  }
}

/** Like `plainMessage`, but never cut: commands that are to be copied. */
export function plainWords(text: string): string {
  return inert(visible(text));
}

function inert(text: string): string {
  return text
    .replace(/\{(\d+)\}/g, '{{$1}}')
    .replace(/(\\*)\]\(/g, (_, before: string) => `${before}${before.length % 2 === 0 ? '\\' : ''}](`);
}
