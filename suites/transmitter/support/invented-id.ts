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

/** Hex letters stay hex letters, so that a hex id stays one. */
const KINDS = ['0123456789', 'abcdef', 'ghijklmnopqrstuvwxyz', 'ABCDEF', 'GHIJKLMNOPQRSTUVWXYZ'];

/** Another character of the same kind; never the same one. */
function otherOfItsKind(character: string, choice: number): string {
  const kind = KINDS.find((characters) => characters.includes(character));
  if (kind === undefined) return character;
  const step = 1 + (choice % (kind.length - 1));
  return kind.charAt((kind.indexOf(character) + step) % kind.length);
}
