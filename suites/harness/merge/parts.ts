import { isDeepStrictEqual } from 'node:util';
import type { Results } from '../../../reports/results.ts';
import { MergeError, SAME_COMMAND } from './merge-error.ts';

/** One part of a run, and what it is called where it came from. */
export interface Part {
  name: string;
  results: Results;
}

type Shard = NonNullable<Results['shard']>;

/**
 * The parts in the order of their shards.
 * @throws {MergeError} when they are not the shards of one run, or not all of them
 */
export function shardsOf(parts: readonly Part[]): Results[] {
  const whole = parts.find(({ results }) => results.shard === undefined);
  if (whole !== undefined)
    throw new MergeError(
      'no-shard',
      `${whole.name} is no shard, but a run of its own.`,
      'Shards are made by "run --shard 1/3", "run --shard 2/3" and so on.',
    );
  const different = differences(parts);
  if (different.length > 0)
    throw new MergeError('differ', `These are not shards of one run: ${different.join('; ')}.`, SAME_COMMAND);
  const byIndex = parts.toSorted((a, b) => shardOf(a).index - shardOf(b).index);
  const again = byIndex.findIndex((part, i) => i > 0 && shardOf(part).index === indexOf(byIndex[i - 1]));
  const twice = byIndex.slice(Math.max(again - 1, 0), again + 1).map(({ name }) => name);
  const { count } = shardOf(byIndex[0] as Part);
  if (again > 0)
    throw new MergeError(
      'twice',
      `Shard ${indexOf(byIndex[again])}/${count} is there twice: ${twice.join(' and ')}.`,
      'Name each shard once.',
    );
  const there = new Set(byIndex.map((part) => shardOf(part).index));
  const missing = Array.from({ length: count }, (_, i) => i + 1).filter((index) => !there.has(index));
  if (missing.length > 0) {
    const names = missing.map((index) => `${index}/${count}`);
    throw new MergeError(
      'missing',
      `${names.length === 1 ? 'A shard is' : 'Shards are'} missing: ${names.slice(0, 20).join(', ')}${names.length > 20 ? ` and ${names.length - 20} more` : ''}.`,
      'A run is judged as a whole: name all of its shards.',
    );
  }
  return byIndex.map(({ results }) => results);
}

/** What must be the same in all shards of a run, by what it is called. */
const IDENTITY: readonly [name: string, of: (results: Results) => unknown][] = [
  ['the tool', ({ tool }) => `${tool.name} ${tool.version}`],
  ['the catalogue of requirements', ({ tool }) => tool.catalogue],
  ['what was run', ({ scenarios }) => (scenarios === undefined ? 'checks' : 'scenarios')],
  ['the role of the target', ({ target }) => target.role],
  ['whether the target is the built-in one', ({ target }) => target.builtIn],
  ['the form of the target', ({ target }) => target.form],
  ['the target', addressOf],
  ['the profile', ({ profile }) => profile],
  ['what is your own in it', ({ own }) => own],
  // Of scenarios, it tells by which methods some were played.
  ['the delivery methods', ({ delivery, scenarios }) => (scenarios === undefined ? delivery : null)],
  ['the seed', ({ seed }) => seed],
  ['how it judges', ({ policy }) => policy],
  ['what was selected', ({ selection }) => selection],
  ['the number of shards', ({ shard }) => shard?.count],
  ['the limits', ({ timing }) => timing.limits],
  [
    'the limits of the ledger',
    ({ timing: { ledger } }) =>
      ledger && [ledger.enforced, ledger.limits.map(({ name, limitMs, source }) => [name, limitMs, source])],
  ],
  ['the waivers', ({ waivers }) => waivers?.map(({ state: _state, checks: _checks, ...waiver }) => waiver)],
];

/** Where the target is; of one that we started, which stands elsewhere in each run, what it is, and of a peer of ours nothing. */
function addressOf({ target, targetLog }: Results): unknown {
  const { role, builtIn, form, issuer, metadataUrl, endpoint } = target;
  if (builtIn) return null;
  if (targetLog !== undefined) return targetLog.source;
  if (role === 'transmitter')
    return form === 'pair' ? [issuer, metadataUrl, endpoint] : [issuer, metadataUrl];
  // Where it polls, the endpoint is ours.
  return endpoint?.startsWith(`${originOf(issuer)}/`) === true ? null : endpoint;
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : url;
}

function differences(parts: readonly Part[]): string[] {
  const [first, ...others] = parts;
  if (first === undefined) return [];
  return IDENTITY.flatMap(([name, of]) => {
    const expected = of(first.results);
    const other = others.find(({ results }) => !isDeepStrictEqual(of(results), expected));
    if (other === undefined) return [];
    return [
      `${name} is ${shown(expected)} in ${first.name}, but ${shown(of(other.results))} in ${other.name}`,
    ];
  });
}

const LONGEST = 200;

function shown(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

// Sound: shardsOf has made sure that every part is a shard.
function shardOf({ results }: Part): Shard {
  return results.shard as Shard;
}

function indexOf(part: Part | undefined): number | undefined {
  return part?.results.shard?.index;
}
