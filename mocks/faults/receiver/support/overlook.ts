import type { Examined, ReceiverSeams, Refusal, StepName } from '../../../receiver/seams.ts';

export type Matches = (set: Examined) => boolean;

/** Every step that has to do with the key and the signature. */
const PROOF: readonly StepName[] = ['algorithm', 'key', 'key-strength', 'signature'];

/** Every step after the first. */
const EVERYTHING_ELSE: readonly StepName[] = [
  'typ',
  'critical',
  ...PROOF,
  'issuer',
  'audience',
  'claims',
  'times',
  'subject',
  'event',
  'state',
];

/** Leaves out steps of the examination for some SETs. */
export function overlook(steps: readonly StepName[], when: Matches): ReceiverSeams {
  return {
    steps: Object.fromEntries(
      steps.map((name) => [
        name,
        async (set: Examined, reference: () => Promise<Refusal | null>) => (when(set) ? null : reference()),
      ]),
    ),
  };
}

/** Takes SETs to which one step objects and which `when` picks out, without looking at anything else. */
export function takeDespite(
  step: StepName,
  when: (set: Examined, refusal: Refusal) => boolean | Promise<boolean>,
): ReceiverSeams {
  const taken = new WeakSet<Examined>();
  return {
    steps: {
      ...overlook(EVERYTHING_ELSE, (set) => taken.has(set)).steps,
      [step]: async (set: Examined, reference: () => Promise<Refusal | null>) => {
        if (taken.has(set)) return null;
        const refusal = await reference();
        if (refusal === null || !(await when(set, refusal))) return refusal;
        taken.add(set);
        return null;
      },
    },
  };
}

/** Refuses in this step with another error code. */
export function blame(step: StepName, err: string): ReceiverSeams {
  return {
    steps: {
      [step]: async (_: Examined, reference: () => Promise<Refusal | null>) => {
        const refusal = await reference();
        return refusal === null ? null : { ...refusal, err };
      },
    },
  };
}

/** The signature part of the token, as it stands. */
export function signatureOf({ compact }: Examined): string {
  return compact.split('.')[2] ?? '';
}

export function algOf({ header }: Examined): string {
  return typeof header.alg === 'string' ? header.alg : '';
}
