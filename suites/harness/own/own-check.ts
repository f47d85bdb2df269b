import type { TransmitterCheck } from '../check.ts';
import type { ReceiverCheck } from '../receiver/check.ts';
import type { OwnCheck } from './define-check.ts';

/** A check of the tester's own as those of ours are. */
export function ownCheck(check: OwnCheck, module: string): TransmitterCheck | ReceiverCheck {
  const { rules, requirements = [], role: _, ...rest } = check;
  // Sound: everything that looks up a row looks at the rules of `own` first, and `run` fits the role.
  return {
    ...rest,
    requirements: [...rules.map(({ id }) => id), ...requirements],
    own: { module, rules },
  } as unknown as TransmitterCheck | ReceiverCheck;
}
