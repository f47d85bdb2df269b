/** Primary languages that a Content-Language header names, in lower case. */
export function languagesOf(header: string | undefined): string[] {
  return (header ?? '')
    .split(',')
    .map((tag) =>
      /^\s*i-default\s*$/i.test(tag) ? 'i-default' : (tag.split('-')[0] ?? '').trim().toLowerCase(),
    )
    .filter((language) => language !== '');
}

/**
 * Whether an English reader can be meant. `i-default` is the tag for messages that everybody is to understand (RFC 2277
 * section 4.5), `mul` and `und` leave open what is there (RFC 5646 section 4.1).
 */
export function readsEnglish(language: string): boolean {
  return ['en', 'i-default', 'mul', 'und'].includes(language);
}
