import type { TransmitterProbe } from '../../harness/probe.ts';

/** A short description that no other stream has; it begins with what tells it apart, in case it is cut. */
export function newDescription(t: Pick<TransmitterProbe, 'random'>): string {
  return `${t.random().slice(0, 8)} test stream`;
}

/** The stored description is the one that was sent, perhaps cut (SSF 8.1.1 allows a maximum length). */
export function isDescription(stored: unknown, sent: string): boolean {
  return typeof stored === 'string' && stored !== '' && sent.startsWith(stored);
}
