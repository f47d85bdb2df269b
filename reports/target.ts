import type { Results } from './results.ts';
import { scenariosOf } from './scenario.ts';
import { count } from './text/format.ts';

/** How the target of a run is told of: what it is, and where it or we are. The first fact is the target itself. */
export interface TargetFact {
  label: string;
  /** In words; empty where the address says it all. */
  text: string;
  /** An address, shown as such. */
  url?: string;
}

/** The members of the results that tell of the target. */
export type Targeted = Pick<Results, 'target' | 'delivery' | 'scenarios' | 'targetLog'>;

/**
 * What a reader needs to know of the target. Of a Receiver: its form and its endpoint; the issuer is ours. Of scenarios:
 * both sides, where they are both mocks or both targets, else the mocks that a target was played with.
 */
export function targetFacts(results: Targeted): TargetFact[] {
  const { target } = results;
  if (target.form === 'mocks') {
    const text = ['the built-in mocks against each other', casts(results)].filter(Boolean).join(': ');
    return [{ label: 'Target', text }];
  }
  if (target.form === 'pair') {
    const endpoint = target.endpoint === undefined ? {} : { url: target.endpoint };
    return [
      { label: 'Transmitter', text: 'under test', url: target.issuer },
      { label: 'Receiver', text: 'under test', ...endpoint },
      { label: 'Metadata', text: '', url: target.metadataUrl },
    ];
  }
  const mocks = mockNames(results);
  return [
    ...single(results),
    ...(mocks === '' ? [] : [{ label: 'Played with', text: `our mocks: ${mocks}` }]),
  ];
}

const castsNamed = 2;

/** `Cloudflare One → Okta Identity Threat Protection; ...`, each cast once, the first ones. */
function casts(results: Targeted): string {
  const pairs = scenariosOf(results).map(
    ({ transmitter, receiver }) => `${transmitter.name} → ${receiver.name}`,
  );
  const distinct = [...new Set(pairs)];
  const more = distinct.length - castsNamed;
  return [...distinct.slice(0, castsNamed), ...(more > 0 ? [`and ${count(more, 'more cast')}`] : [])].join(
    '; ',
  );
}

function mockNames(results: Targeted): string {
  const players = scenariosOf(results).flatMap(({ transmitter, receiver }) => [transmitter, receiver]);
  const mocks = players.filter(({ kind }) => kind === 'mock').map(({ name }) => name);
  return [...new Set(mocks)].join(', ');
}

/** One target, of either role. */
function single({ target, delivery, targetLog }: Targeted): TargetFact[] {
  const started = targetLog === undefined ? [] : [{ label: 'Started as', text: targetLog.source }];
  const builtIn = target.builtIn ? 'the built-in reference' : '';
  if (target.role === 'transmitter') {
    return [
      { label: 'Target', text: builtIn, url: target.issuer },
      ...started,
      { label: 'Metadata', text: '', url: target.metadataUrl },
    ];
  }
  return [
    { label: 'Target', ...receiver(target, delivery, builtIn) },
    ...started,
    { label: 'Our issuer', text: '', url: target.issuer },
    { label: 'Our metadata', text: '', url: target.metadataUrl },
  ];
}

function receiver(
  target: Results['target'],
  delivery: Results['delivery'],
  builtIn: string,
): Omit<TargetFact, 'label'> {
  const or = (words: string): string => (builtIn === '' ? words : `${words}, ${builtIn}`);
  if (target.form !== 'hosted') return { text: or('managed Receiver, which creates its stream itself') };
  const url = target.endpoint === undefined ? {} : { url: target.endpoint };
  if (delivery.length === 0) return { text: or('hosted Receiver'), ...url };
  return delivery.includes('push')
    ? { text: or('hosted push endpoint'), ...url }
    : { text: or('poller of our URL'), ...url };
}

/** What was under test, in the words of the standard. */
export function targetRoles({ target }: Pick<Results, 'target'>): string {
  return target.form === 'mocks' || target.form === 'pair' ? 'Transmitter and Receiver' : target.role;
}

/** The target in a few words, for a title or one line. */
export function targetName(results: Targeted): string {
  const { form, issuer, endpoint } = results.target;
  if (form === 'pair') return endpoint === undefined ? issuer : `${issuer} → ${endpoint}`;
  const [{ text, url } = { text: '', url: undefined }] = targetFacts(results);
  if (form !== 'mocks' && results.target.role === 'transmitter') return url ?? '';
  return url === undefined ? text : `${text} ${url}`;
}
