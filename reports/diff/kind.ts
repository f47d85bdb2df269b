import type { Results } from '../results.ts';

/** What kind of run results are of, in words: only runs of one kind can be compared. */
export function kindOfRun({
  scenarios,
  target: { role, form },
}: Pick<Results, 'scenarios' | 'target'>): string {
  const side = role === 'receiver' ? 'a Receiver' : 'a Transmitter';
  if (scenarios === undefined) return `checks of ${side}`;
  if (form === 'mocks') return 'scenarios between mocks';
  return form === 'pair' ? 'scenarios of a Transmitter and a Receiver' : `scenarios of ${side}`;
}
