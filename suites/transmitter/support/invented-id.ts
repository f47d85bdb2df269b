/**
 * An id that names no stream but looks like a real one: same kind of character in each place, and the same length
 * unless the real one is so short that somebody might have the new one. Only the last run of letters and digits
 * changes, so that prefixes and the version bits of a UUID stay what they are.
 *
 * @param real a stream_id of the target
 * @param randomHex random hex digits that choose the new characters
 * @param taken ids that it must not be
 */
export function inventedId(real: string, randomHex: string, taken: readonly string[] = []): string {
  const digits = randomHex === '' ? '0' : randomHex;
  const model = real.padEnd(
    real.length + missing(real),
    /[A-Za-z0-9](?=[^A-Za-z0-9]*$)/.exec(real)?.[0] ?? '0',
  );
  const run = /[A-Za-z0-9]+(?=[^A-Za-z0-9]*$)/.exec(model);
  const end = run === null ? model.length : run.index + run[0].length;
  const start = Math.max(run?.index ?? 0, end - CHANGED);
  for (let offset = 0; ; offset += 1) {
    const candidate = model
      .split('')
      .map((character, index) => {
        if (index < start || index >= end) return character;
        return otherOfItsKind(
          character,
          Number.parseInt(digits.charAt((index + offset) % digits.length), 16),
        );
      })
      .join('');
    if (!taken.includes(candidate) || offset === digits.length) return candidate;
  }
}

/** How many letters and digits an id lacks to be long enough. */
function missing(real: string): number {
  return Math.max(0, SHORTEST - real.replaceAll(/[^A-Za-z0-9]/g, '').length);
}

/** Fewer letters and digits than this are not enough to be sure that no other Receiver's stream is hit. */
const SHORTEST = 8;

/** Characters that are changed at most: the last group of a UUID has twelve. */
const CHANGED = 12;

/**
 * Kinds of characters, and which of a kind are taken for the new id. Hex letters stay hex letters, so that a hex id
 * stays one; what some alphabets lack (0, 1, 8, 9, I, L, O, U in one or another of base32, Crockford's and base58) is not
 * taken, so that no target finds fault with the form of the id.
 */
const KINDS = [
  { of: '0123456789', take: '234567' },
  { of: 'abcdef', take: 'abcdef' },
  { of: 'ghijklmnopqrstuvwxyz', take: 'ghjkmnpqrstvwxyz' },
  { of: 'ABCDEF', take: 'ABCDEF' },
  { of: 'GHIJKLMNOPQRSTUVWXYZ', take: 'GHJKMNPQRSTVWXYZ' },
];

/** Another character of the same kind; never the same one. */
function otherOfItsKind(character: string, choice: number): string {
  const kind = KINDS.find(({ of }) => of.includes(character));
  if (kind === undefined) return character;
  const others = kind.take.replace(character, '');
  return others.charAt(choice % others.length);
}
