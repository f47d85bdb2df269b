import type { CheckResult } from './results.ts';

/** Why a failure is accepted, by whom and until when, in one line; of a check that is not waived, nothing. */
export function waivedWords({ outcome, waived, reason }: CheckResult): string {
  if (outcome !== 'waived') return '';
  if (waived === undefined) return reason ?? '';
  const { owner, until, issue } = waived;
  return [
    waived.reason,
    [...(owner === undefined ? [] : [`accepted by ${owner}`]), `until ${until}`].join(' '),
    ...(issue === undefined ? [] : [issue]),
  ].join(' · ');
}
