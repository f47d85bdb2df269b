import type { ReceiverFault } from './fault.ts';
import { overlook } from './support/overlook.ts';
import { isOf } from './support/refuse-when.ts';

const types: readonly (readonly [name: string, breaks: string])[] = [
  ['token-claims-change', 'CAEP-3.2-06'],
  ['credential-change', 'CAEP-3.3-12'],
  ['assurance-level-change', 'CAEP-3.4-12'],
  ['device-compliance-change', 'CAEP-3.5-09'],
  ['risk-level-change', 'CAEP-3.8-13'],
  ['credential-compromise', 'RISC-2.7-09'],
];

/** Faults in how the payload of an event is judged: what is wrong with it is overlooked, and then acted on. */
export const faults: readonly ReceiverFault[] = types.map(([name, breaks]) => ({
  name: `receiver-acts-on-malformed-${name}`,
  breaks,
  summary: `Acts on ${name} events without looking whether they are complete.`,
  seams: () => overlook(['event'], (set) => isOf(set, name)),
}));
