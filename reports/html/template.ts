import { visible } from '../text/visible.ts';

/** Markup that may stand in a page as it is. Only `html` and `trusted` make it. */
export class Raw {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
  toString(): string {
    return this.markup;
  }
}

/** What may stand in a template: strings and numbers are escaped, markup is not, nothing is nothing. */
export type Part = Raw | string | number | null | undefined | false | readonly Part[];

/** Template tag that escapes every value by default, for text and for quoted attributes alike. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Raw {
  let markup = strings[0] ?? '';
  parts.forEach((part, index) => {
    markup += render(part) + (strings[index + 1] ?? '');
  });
  return new Raw(markup);
}

/** Marks markup of our own (icons, styles) as safe. Never for anything that came from outside this folder. */
export function trusted(markup: string): Raw {
  return new Raw(markup);
}

/** Joins markup with nothing between. */
export function join(parts: readonly Part[]): Raw {
  return new Raw(parts.map(render).join(''));
}

function render(part: Part): string {
  if (part instanceof Raw) return part.markup;
  if (part === null || part === undefined || part === false) return '';
  if (typeof part === 'object') return part.map(render).join('');
  return escapeHtml(visible(String(part)));
}

/** Text between tags, escaped with no more than that needs: long bodies are full of quotes. Never for an attribute. */
export function text(value: string): Raw {
  return new Raw(visible(value).replace(/[&<>]/g, (character) => entities[character] ?? character));
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
