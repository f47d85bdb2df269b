import { excerpt } from '../text/excerpt.ts';
import { html, type Raw } from './template.ts';

/** Prose, escaped, up to `limit` characters; what stands between backticks is set as code. */
export function rich(text: string, limit: number): Raw {
  const parts = excerpt(text, limit).split(/`([^`\n]+)`/);
  // Splitting by a pattern with a group puts the matches at the odd places.
  return html`${parts.map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}
