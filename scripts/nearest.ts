/** The candidates nearest to a mistyped word, best first, at most `count`; empty when none is near. */
export function nearest(word: string, candidates: Iterable<string>, count = 3): string[] {
  const wanted = plain(word);
  // Two letters of three are another word: "bla" is not meant to be "tls".
  const limit = wanted.length < 4 ? 1 : Math.max(2, Math.floor(wanted.length * 0.4));
  const rated: { candidate: string; distance: number }[] = [];
  for (const candidate of new Set(candidates)) {
    const name = plain(candidate);
    // A part of the name is what people remember: `unknown-id` for `read-stream/unknown-id`.
    const contained = wanted.length >= 4 && name !== wanted && name.includes(wanted);
    const distance = contained ? 1 : editDistance(wanted, name);
    if (distance <= limit) rated.push({ candidate, distance });
  }
  // A name that differs only in how it is written leaves no doubt.
  const same = rated.filter((entry) => entry.distance === 0);
  return (same.length > 0 ? same : rated)
    .sort((a, b) => a.distance - b.distance || a.candidate.localeCompare(b.candidate))
    .slice(0, count)
    .map((entry) => entry.candidate);
}

/** `Did you mean "a" or "b"?`; undefined when there is nothing to offer. */
export function didYouMean(names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  return `Did you mean ${names.map((name) => `"${name}"`).join(' or ')}?`;
}

/** access_token, access-token and accessToken are one word. */
function plain(word: string): string {
  return word.toLowerCase().replace(/[-_\s]/g, '');
}

/** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = at(previous, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(at(previous, j) + 1, at(current, j - 1) + 1, substitution);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, at(before, j - 2) + 1);
      current.push(best);
    }
    before = previous;
    previous = current;
  }
  return at(previous, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
