import type { Examined, ReceiverSeams, Refusal, StepName } from '../../../receiver/seams.ts';

/** Refuses, in one step of the examination, SETs that the reference would take. */
export function refuseWhen(
  step: StepName,
  objectionable: (set: Examined) => boolean,
  refusal: Refusal = { err: 'invalid_request', description: 'The event is not acceptable.' },
): Pick<ReceiverSeams, 'steps'> {
  return {
    steps: {
      [step]: async (set: Examined, reference: () => Promise<Refusal | null>) =>
        objectionable(set) ? refusal : reference(),
    },
  };
}

/** The first event of a SET, {} where there is none. */
export function eventOf({ claims }: Examined): Record<string, unknown> {
  const { events } = claims;
  if (typeof events !== 'object' || events === null) return {};
  return (Object.values(events)[0] ?? {}) as Record<string, unknown>;
}

/** Whether a SET is of an event type; `name` is the last part of its URI. */
export function isOf({ claims }: Examined, name: string): boolean {
  const { events } = claims;
  return (
    typeof events === 'object' &&
    events !== null &&
    Object.keys(events).some((type) => type.endsWith(`/${name}`))
  );
}

export function subjectOf({ claims }: Examined): Record<string, unknown> {
  const { sub_id: subject } = claims;
  return typeof subject === 'object' && subject !== null ? (subject as Record<string, unknown>) : {};
}

/** The JSON text of the claims as it was sent. */
export function claimsTextOf({ compact }: Examined): string {
  return Buffer.from(compact.split('.')[1] ?? '', 'base64url').toString();
}
