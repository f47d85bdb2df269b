import type { Results } from './results.ts';

/** How the target of a run is told of: what it is, and where it or we are. The first fact is the target itself. */
export interface TargetFact {
  label: string;
  /** In words; empty where the address says it all. */
  text: string;
  /** An address, shown as such. */
  url?: string;
}

/** What a reader needs to know of the target. Of a Receiver: its form and its endpoint; the issuer is ours. */
export function targetFacts({ target, delivery }: Pick<Results, 'target' | 'delivery'>): TargetFact[] {
  const builtIn = target.builtIn ? 'the built-in reference' : '';
  if (target.role === 'transmitter') {
    return [
      { label: 'Target', text: builtIn, url: target.issuer },
      { label: 'Metadata', text: '', url: target.metadataUrl },
    ];
  }
  return [
    { label: 'Target', ...receiver(target, delivery, builtIn) },
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
  return delivery.includes('push')
    ? { text: or('hosted push endpoint'), ...url }
    : { text: or('poller of our URL'), ...url };
}

/** The target in a few words, for a title or one line. */
export function targetName(results: Pick<Results, 'target' | 'delivery'>): string {
  const [{ text, url } = { text: '', url: undefined }] = targetFacts(results);
  if (results.target.role === 'transmitter') return url ?? '';
  return url === undefined ? text : `${text} ${url}`;
}
