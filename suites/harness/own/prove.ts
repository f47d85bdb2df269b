import type { StartReceiverOptions } from '../../../mocks/receiver/options.ts';
import type { StartOptions } from '../../../mocks/transmitter/start.ts';
import type { Finding, Outcome } from '../../../reports/results.ts';
import type { TransmitterCheck } from '../check.ts';
import type { Limits } from '../exchange.ts';
import { type Outcomes, runInProcess } from '../proof/run-in-process.ts';
import { runReceiverInProcess } from '../proof/run-receiver-in-process.ts';
import type { ReceiverCheck } from '../receiver/check.ts';
import type { Form } from '../receiver/exchange.ts';
import { complaintsAbout } from './complaints.ts';
import type { OwnCheck } from './define-check.ts';
import { ownCheck } from './own-check.ts';

/** How a reference peer is to be: what makes it right, or what breaks a rule. `faults` of `ssf-conformance/mocks` give `seams`. */
export type ProofPeer = StartOptions | (StartReceiverOptions & { form?: Form });

/** Between which peers a check has to tell. */
export interface Proof {
  /** A peer that keeps the rule. Default: the reference peer as it is. */
  right?: ProofPeer;
  /** A peer that breaks it. */
  broken: ProofPeer;
  /** Deadlines, ms, in place of those that are short enough for peers next door. */
  limits?: Partial<Limits>;
}

/** What a check came to against one peer, by its instances: `acme/tenant-claim@push`. */
type Came = Record<string, { outcome: Outcome; reason?: string; findings: Finding[] }>;

/** What both peers came to. */
export interface Proven {
  right: Came;
  broken: Came;
}

/**
 * Proves a check: it passes the peer that keeps its rules, and finds the one that breaks them.
 * @throws Error when it does not, saying what it came to instead
 */
export async function prove(check: OwnCheck, { right = {}, broken, limits }: Proof): Promise<Proven> {
  const module = { file: '', name: 'proveCheck', sha256: '', files: [] };
  const complaints = complaintsAbout([{ kind: 'check', value: { ...check }, module, line: '' }]);
  if (complaints.length > 0) throw new Error(complaints.join('\n'));
  const proven = { right: await came(check, right, limits), broken: await came(check, broken, limits) };
  const notRight = Object.entries(proven.right).filter(([, { outcome }]) => outcome !== 'pass');
  const missed = Object.entries(proven.broken).filter(
    ([, { outcome, findings }]) => findings.length === 0 || outcome === 'error',
  );
  const wrong = [
    ...(Object.keys(proven.right).length === 0 ? [`${check.id} has not run.`] : []),
    ...notRight.map(([key, one]) => `${key} does not pass the right peer: ${words(one)}`),
    ...missed.map(([key, one]) => `${key} does not find the broken peer: ${words(one)}`),
  ];
  if (wrong.length > 0)
    throw new Error(`The check is not proven.\n${wrong.map((line) => `  ${line}`).join('\n')}`);
  return proven;
}

function words({ outcome, reason, findings: [first] }: Came[string]): string {
  const why = first?.message ?? reason;
  return why === undefined ? `${outcome}.` : `${outcome}, ${why}`;
}

async function came(check: OwnCheck, peer: ProofPeer, limits: Partial<Limits> = {}): Promise<Came> {
  // Sound: a check is run against a peer of its role, and given by the tester with one of that role.
  const outcomes =
    check.role === 'transmitter'
      ? await againstTransmitter(check, peer as StartOptions, limits)
      : await againstReceiver(check, peer as StartReceiverOptions & { form?: Form }, limits);
  return Object.fromEntries(
    [...outcomes].map(([key, { outcome, reason, findings }]) => [
      key,
      { outcome, ...(reason === undefined ? {} : { reason }), findings },
    ]),
  );
}

function againstTransmitter(check: OwnCheck, peer: StartOptions, limits: Partial<Limits>): Promise<Outcomes> {
  const checks = [ownCheck(check, 'proveCheck') as TransmitterCheck];
  return runInProcess({ checks, profile: 'ssf', peer, limits });
}

function againstReceiver(
  check: OwnCheck,
  { form = 'hosted', ...peer }: StartReceiverOptions & { form?: Form },
  limits: Partial<Limits>,
): Promise<Outcomes> {
  const checks = [ownCheck(check, 'proveCheck') as ReceiverCheck];
  return runReceiverInProcess({ checks, profile: 'ssf', target: { form, https: true, peer }, limits });
}
