import type { Examined, ReceiverSeams, Refusal, StepName } from '../seams.ts';
import { audience, claims, issuer, times } from './claims.ts';
import { event } from './event.ts';
import type { Examination, ReferenceStep } from './examination.ts';
import { form } from './form.ts';
import { algorithm, critical, typ } from './header.ts';
import { key, keyStrength, signature } from './key.ts';
import { state } from './state.ts';
import { subject } from './subject.ts';

/** Cheap steps first, and nothing of the claims is believed before the signature is known to be right. */
const steps: readonly (readonly [StepName, ReferenceStep])[] = [
  ['form', form],
  ['typ', typ],
  ['algorithm', algorithm],
  ['critical', critical],
  ['key', key],
  ['key-strength', keyStrength],
  ['signature', signature],
  ['issuer', issuer],
  ['audience', audience],
  ['claims', claims],
  ['times', times],
  ['subject', subject],
  ['event', event],
  ['state', state],
];

/**
 * Examines a SET step by step (RFC 8935 section 2) and gives the first objection, or null. Fills in header and claims
 * of `set`.
 */
export async function examineSet(
  set: Examined,
  examination: Examination,
  seams: ReceiverSeams = {},
): Promise<Refusal | null> {
  for (const [name, step] of steps) {
    const override = seams.steps?.[name];
    const refusal = override
      ? await override(set, async () => step(set, examination))
      : await step(set, examination);
    if (refusal !== null) return refusal;
  }
  return null;
}
