import { faults as transmitterFaults } from '../../../mocks/faults/index.ts';
import { receiverFaults } from '../../../mocks/faults/receiver/index.ts';
import type { Role } from '../../../reports/results.ts';
import { receiverChecks } from '../../receiver/index.ts';
import { transmitterChecks } from '../../transmitter/index.ts';
import type { AnyCheck } from '../any-check.ts';
import { type Outcomes, runInProcess } from './run-in-process.ts';
import { runReceiverInProcess } from './run-receiver-in-process.ts';

/** How a peer is run: over TLS or not, and in which form. Two runs of the same setting can be compared. */
export interface Setting {
  https: boolean;
  /** Receivers only. */
  form: 'hosted' | 'managed';
}

/** What the proof needs to know of a fault. */
export interface ProvableFault {
  name: string;
  breaks: string;
  summary: string;
  /** The only form in which it shows; default: either. */
  form?: 'hosted' | 'managed';
  /** It only shows over TLS. */
  https?: true;
}

/** The checks of a role, the faults that prove them, and how they are run against each other. */
export interface Side {
  role: Role;
  checks: readonly AnyCheck[];
  faults: readonly ProvableFault[];
  /** Runs the checks whose ids are named against the reference peer with this fault; null: with none. */
  run(ids: ReadonlySet<string>, fault: string | null, setting: Setting): Promise<Outcomes>;
}

// The stricter profile: it selects everything that the other one does.
const profile = 'caep-interop';

const transmitter: Side = {
  role: 'transmitter',
  checks: transmitterChecks,
  faults: transmitterFaults,
  run: (ids, fault, { https }) => {
    const seams = transmitterFaults.find(({ name }) => name === fault)?.seams();
    return runInProcess({
      checks: transmitterChecks.filter(({ id }) => ids.has(id)),
      profile,
      https,
      ...(seams === undefined ? {} : { peer: { seams } }),
    });
  },
};

const receiver: Side = {
  role: 'receiver',
  checks: receiverChecks,
  faults: receiverFaults,
  run: (ids, fault, { https, form }) => {
    const seams = receiverFaults.find(({ name }) => name === fault)?.seams();
    return runReceiverInProcess({
      checks: receiverChecks.filter(({ id }) => ids.has(id)),
      profile,
      target: { form, https, ...(seams === undefined ? {} : { peer: { seams } }) },
    });
  },
};

export const sides: Readonly<Record<Role, Side>> = { transmitter, receiver };
